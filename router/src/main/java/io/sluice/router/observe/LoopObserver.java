package io.sluice.router.observe;

import io.sluice.router.header.StreamInfo;
import io.sluice.router.log.LogRule;
import io.sluice.router.log.LoopLog;
import io.sluice.router.trace.SpanRule;
import io.sluice.router.upstream.UpstreamCluster;
import io.sluice.router.upstream.UpstreamEndpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells of the exchanges of one event loop what those want told who have a word in it (docs/adr/0031): the gateway, for what comes in there,
 * and the pod that it went to; for what reached none, the router. Confined to that loop.
 */
public final class LoopObserver {
    private final @Nullable LoopLog log;
    private final @Nullable SpanRule usualSpans;

    /**
     * @param log null = nothing is written, whatever tables say
     * @param usualSpans of what no table says anything about; null = none
     */
    public LoopObserver(@Nullable LoopLog log, @Nullable SpanRule usualSpans) {
        this.log = log;
        this.usualSpans = usualSpans;
    }

    /**
     * Writes what either wants written, and each line once.
     *
     * @param observations null = as the router was started
     * @param endpoint null = it reached none
     * @param error whether it ended badly
     */
    @SuppressWarnings("ReferenceEquality") // what is equal was compiled once, and to be as usual is the same for both
    public void log(
            StreamInfo exchange,
            @Nullable Observations observations,
            boolean atGateway,
            @Nullable UpstreamEndpoint endpoint,
            boolean error) {
        if (log == null) {
            return;
        }
        if (observations == null) {
            log.tell(exchange, null, error, 0);
            return;
        }
        LogRule @Nullable [] ofRouter = observations.router().logs();
        if (endpoint == null) {
            log.tell(exchange, ofRouter, error, 0);
            return;
        }
        LogRule @Nullable [] ofPod = observations.at(endpoint).logs();
        long files = atGateway ? log.tell(exchange, ofRouter, error, 0) : 0;
        if (!atGateway || ofPod != ofRouter) {
            log.tell(exchange, ofPod, error, files);
        }
    }

    /** Whether fields of answers will be asked for when all of it is over. */
    public boolean needsResponses(@Nullable Observations observations) {
        return log != null && (log.showsResponses() || (observations != null && observations.needsResponses()));
    }

    /** The gateway's word comes first, as its span would; null = no span is made. */
    public @Nullable SpanRule spans(
            @Nullable Observations observations, boolean atGateway, @Nullable UpstreamCluster cluster) {
        if (observations == null) {
            return usualSpans;
        }
        CompiledObservation pod = cluster == null ? null : pod(observations, cluster);
        if (pod == null) {
            return observations.router().spans();
        }
        SpanRule ofGateway = atGateway ? observations.router().spans() : null;
        return ofGateway != null ? ofGateway : pod.spans();
    }

    /** A trace begins before a pod is picked: of a cluster's pods, any speaks for the others. */
    private static @Nullable CompiledObservation pod(Observations observations, UpstreamCluster cluster) {
        List<UpstreamEndpoint> endpoints = cluster.endpoints();
        return endpoints.isEmpty() ? null : observations.at(endpoints.get(0));
    }
}
