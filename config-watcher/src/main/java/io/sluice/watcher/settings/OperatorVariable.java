package io.sluice.watcher.settings;

import org.jspecify.annotations.Nullable;

/**
 * Environment variables of Seldon's operator that shape routing, by the keys of a settings file. The default is what Seldon's
 * Helm chart sets where Istio is enabled; null = the chart does not set the variable.
 */
public enum OperatorVariable {
    ISTIO_ENABLED("istioEnabled", "true"),
    ISTIO_GATEWAY("istioGateway", "istio-system/seldon-gateway"),
    ISTIO_TLS_MODE("istioTlsMode", ""),
    ENGINE_SERVER_PORT("engineServerPort", null),
    ENGINE_SERVER_GRPC_PORT("engineServerGrpcPort", null),
    EXECUTOR_SERVER_PORT("executorServerPort", "8000"),
    EXECUTOR_SERVER_GRPC_PORT("executorServerGrpcPort", null),
    EXECUTOR_SERVER_METRICS_PORT_NAME("executorServerMetricsPortName", "metrics"),
    EXECUTOR_PROMETHEUS_PATH("executorPrometheusPath", "/prometheus"),
    EXECUTOR_FULL_HEALTH_CHECKS("executorFullHealthChecks", "false"),
    EXECUTOR_REQUEST_LOGGER_WORK_QUEUE_SIZE("executorRequestLoggerWorkQueueSize", "10000"),
    EXECUTOR_REQUEST_LOGGER_WRITE_TIMEOUT_MS("executorRequestLoggerWriteTimeoutMs", "2000"),
    PREDICTIVE_UNIT_HTTP_SERVICE_PORT("predictiveUnitHttpServicePort", "9000"),
    PREDICTIVE_UNIT_GRPC_SERVICE_PORT("predictiveUnitGrpcServicePort", "9500"),
    PREDICTIVE_UNIT_METRICS_SERVICE_PORT("predictiveUnitMetricsServicePort", null),
    PREDICTIVE_UNIT_METRICS_PORT_NAME("predictiveUnitMetricsPortName", "metrics"),
    CONTROLLER_ID("controllerId", ""),
    DEPLOYMENT_NAME_AS_PREFIX("deploymentNameAsPrefix", "false"),
    AMBASSADOR_ENABLED("ambassadorEnabled", "false"),
    AMBASSADOR_VERSION("ambassadorVersion", "v2"),
    AMBASSADOR_SINGLE_NAMESPACE("ambassadorSingleNamespace", "false"),
    KEDA_ENABLED("kedaEnabled", "false");

    private final String key;
    private final @Nullable String chart;

    OperatorVariable(String key, @Nullable String chart) {
        this.key = key;
        this.chart = chart;
    }

    /** Its name in a settings file. */
    public String key() {
        return key;
    }

    /** What the Helm chart sets; null = nothing. */
    @Nullable
    String chart() {
        return chart;
    }
}
