package io.sluice.watcher.front;

import java.util.List;

/**
 * What is to be written so that every host that may have one has its front Service, in this order: what misleads goes first, and
 * nothing goes before what takes its place.
 */
public record FrontPlan(List<Step> steps) {
    public static final FrontPlan NOTHING = new FrontPlan(List.of());

    public FrontPlan {
        steps = List.copyOf(steps);
    }

    /** One object that is not as it should be. Whoever takes it looks again whether the object is still ours. */
    public sealed interface Step {
        String namespace();

        String name();
    }

    public record WithdrawSlice(String namespace, String name) implements Step {}

    public record WriteService(FrontService service) implements Step {
        @Override
        public String namespace() {
            return service.namespace();
        }

        @Override
        public String name() {
            return service.name();
        }
    }

    public record WriteSlice(FrontSlice slice) implements Step {
        @Override
        public String namespace() {
            return slice.namespace();
        }

        @Override
        public String name() {
            return slice.name();
        }
    }

    public record WithdrawService(String namespace, String name) implements Step {}
}
