package io.sluice.router.admin;

import com.sun.net.httpserver.HttpExchange;
import io.sluice.router.admin.Reply.Answer;
import io.sluice.router.explain.Json;

/** What stands at a path. Asked on a virtual thread: it may block. */
interface Page {
    Reply answer(HttpExchange asked);

    /** The same, where a question that cannot be understood is the asker's to mend. */
    static Page ofQuestions(Page page) {
        return asked -> {
            try {
                return page.answer(asked);
            } catch (IllegalArgumentException unclear) {
                return Answer.json(400, Json.error(String.valueOf(unclear.getMessage())));
            }
        };
    }
}
