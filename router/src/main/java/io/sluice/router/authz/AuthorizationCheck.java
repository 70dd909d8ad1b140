package io.sluice.router.authz;

import io.sluice.router.loop.Loop;
import org.jspecify.annotations.Nullable;

/**
 * A wait for an external authorizer: first for as much of a request's body as that is shown, then for the answer. The body is kept
 * meanwhile, as while a connection is opened. Confined to its event loop.
 */
public final class AuthorizationCheck {
    private final Loop loop;
    private final CompiledAuthorizer authorizer;
    private final Asker asker;
    private @Nullable Check asked;
    private boolean begun;

    public AuthorizationCheck(Loop loop, CompiledAuthorizer authorizer, Asker asker) {
        this.loop = loop;
        this.authorizer = authorizer;
        this.asker = asker;
    }

    /** More of the body is there, or its end: asks once that is enough. */
    public void received() {
        if (begun) {
            return;
        }
        int wanted = authorizer.bodyBytes();
        boolean larger = wanted > 0 && asker.bodyBytes() > wanted;
        if (!(wanted == 0 || larger || asker.bodyEnded())) {
            asker.goOn();
            return;
        }
        begun = true;
        if (larger && !authorizer.takesPart()) {
            asker.answered(Verdict.TOO_LARGE);
            return;
        }
        Check check = Check.start(loop, authorizer, asker.shown(wanted), asker::answered);
        // Its answer may have come already, and the asker may be another request's by now.
        if (!check.over()) {
            asked = check;
        }
    }

    public void cancel() {
        if (asked != null) {
            asked.cancel();
            asked = null;
        }
    }
}
