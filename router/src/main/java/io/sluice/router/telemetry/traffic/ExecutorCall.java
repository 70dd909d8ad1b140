package io.sluice.router.telemetry.traffic;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.RequestHead;
import java.util.Arrays;
import java.util.List;

/**
 * What was asked of a predictor, in the words of Seldon's executor (seldon.md §5.1, §5.2, §5.6). Packed above a {@link Kind}, for event
 * loops; the words are few, whatever clients ask for.
 */
public final class ExecutorCall {
    private static final int SERVICE_SHIFT = 16;
    private static final int METHOD_SHIFT = 24;
    private static final int FIELD = 0xff;

    private static final String OTHER = "other";
    private static final int PREDICTIONS = 1;
    private static final int FEEDBACK = 2;
    private static final int STATUS = 3;
    private static final int METADATA = 4;
    private static final int FIRST_GRPC = 5;
    private static final int UNARY = 1;

    /** As its server names them; then gRPC's methods. */
    private static final List<String> SERVICES = List.of(
            OTHER,
            "predictions",
            "feedback",
            "status",
            "metadata",
            "/seldon.protos.Seldon/Predict",
            "/seldon.protos.Seldon/SendFeedback",
            "/seldon.protos.Seldon/ModelMetadata",
            "/seldon.protos.Seldon/GraphMetadata",
            "/seldon.protos.Model/Predict",
            "/seldon.protos.Model/SendFeedback",
            "/seldon.protos.Model/Metadata",
            "/tensorflow.serving.PredictionService/Predict",
            "/tensorflow.serving.PredictionService/Classify",
            "/tensorflow.serving.PredictionService/Regress",
            "/tensorflow.serving.PredictionService/MultiInference",
            "/tensorflow.serving.PredictionService/GetModelMetadata",
            "/tensorflow.serving.ModelService/GetModelStatus",
            "/inference.GRPCInferenceService/ModelInfer",
            "/inference.GRPCInferenceService/ModelReady",
            "/inference.GRPCInferenceService/ModelMetadata");

    /** As its client names them, who speaks to the model. */
    private static final List<String> OF_MODEL =
            List.of(OTHER, "/predict", "/send-feedback", "/health/status", "/metadata");

    private static final List<String> METHODS =
            List.of(OTHER, "unary", "post", "get", "put", "delete", "head", "options", "patch");

    private static final byte[][] METHOD_NAMES = bytes(METHODS);
    private static final byte[][] GRPC_PATHS = bytes(SERVICES);

    private static final List<String> GRPC_STATUSES = List.of(
            "OK",
            "Canceled",
            "Unknown",
            "InvalidArgument",
            "DeadlineExceeded",
            "NotFound",
            "AlreadyExists",
            "PermissionDenied",
            "ResourceExhausted",
            "FailedPrecondition",
            "Aborted",
            "OutOfRange",
            "Unimplemented",
            "Internal",
            "Unavailable",
            "DataLoss",
            "Unauthenticated");

    private ExecutorCall() {}

    private static byte[][] bytes(List<String> words) {
        return words.stream().map(Ascii::bytes).toArray(byte[][]::new);
    }

    /** @param kind how it was answered */
    public static int of(RequestHead head, int kind) {
        boolean grpc = Kind.isGrpc(kind);
        int service = grpc ? grpcService(head) : service(head);
        int method = grpc ? UNARY : method(head);
        return kind | service << SERVICE_SHIFT | method << METHOD_SHIFT;
    }

    private static int grpcService(RequestHead head) {
        for (int i = FIRST_GRPC; i < GRPC_PATHS.length; i++) {
            byte[] path = GRPC_PATHS[i];
            if (Arrays.equals(path, 0, path.length, head.bytes(), head.pathStart(), head.pathEnd())) {
                return i;
            }
        }
        return 0;
    }

    private static final byte[][] ENDS = bytes(
            List.of("/predictions", ":predict", "/infer", "/feedback", "/status", "/ready", "/metadata", "/explain"));
    private static final int[] ENDS_MEAN = {
        PREDICTIONS, PREDICTIONS, PREDICTIONS, FEEDBACK, STATUS, STATUS, METADATA, PREDICTIONS
    };

    private static int service(RequestHead head) {
        int end = head.pathEnd();
        for (int i = 0; i < ENDS.length; i++) {
            int start = end - ENDS[i].length;
            if (start >= head.pathStart() && Arrays.equals(ENDS[i], 0, ENDS[i].length, head.bytes(), start, end)) {
                return ENDS_MEAN[i];
            }
        }
        return 0;
    }

    private static int method(RequestHead head) {
        int start = head.methodStart();
        int length = head.methodEnd() - start;
        for (int i = UNARY + 1; i < METHOD_NAMES.length; i++) {
            if (length == METHOD_NAMES[i].length
                    && Ascii.startsWithIgnoreCase(head.bytes(), start, head.methodEnd(), METHOD_NAMES[i])) {
                return i;
            }
        }
        return 0;
    }

    // --- for who scrapes ---

    static String service(int call) {
        return SERVICES.get(call >>> SERVICE_SHIFT & FIELD);
    }

    static String serviceOfModel(int call) {
        int service = call >>> SERVICE_SHIFT & FIELD;
        return service < FIRST_GRPC ? OF_MODEL.get(service) : SERVICES.get(service);
    }

    static String method(int call) {
        return METHODS.get(call >>> METHOD_SHIFT);
    }

    /** Of gRPC the name of its status; of a call that has none the HTTP status. */
    static String code(int call) {
        int kind = call & (1 << SERVICE_SHIFT) - 1;
        int grpcStatus = Kind.isGrpc(kind) ? Kind.grpcStatus(kind) : -1;
        return grpcStatus >= 0 ? GRPC_STATUSES.get(grpcStatus) : Integer.toString(Kind.status(kind));
    }

    /** That every predictor is asked. */
    static int first() {
        return Kind.http(200) | PREDICTIONS << SERVICE_SHIFT | METHODS.indexOf("post") << METHOD_SHIFT;
    }
}
