package io.sluice.watcher.admission.telemetry;

import io.sluice.table.policy.Format.Attribute;
import io.sluice.table.policy.Format.Piece;
import io.sluice.table.telemetry.Expression;
import io.sluice.table.telemetry.Expression.Of.Kind;
import io.sluice.watcher.admission.telemetry.ExpressionReader.Unsupported;
import java.util.Locale;

/** What expressions may ask of an exchange, by Envoy's names. */
final class Attributes {
    private Attributes() {}

    /** A name with what is picked out of it: {@code request.headers['x']}. */
    static Expression read(Tokens tokens) throws Unsupported, Tokens.Malformed {
        String name = name(tokens);
        if (tokens.take("(")) {
            throw new Unsupported("the function " + name);
        }
        if (tokens.take("[")) {
            if (!tokens.atText() || !isMap(name)) {
                throw new Unsupported(name + "[…]");
            }
            String key = tokens.text();
            tokens.require("]");
            return entry(name, key);
        }
        int dot = name.lastIndexOf('.');
        if (dot > 0 && isMap(name.substring(0, dot))) {
            return entry(name.substring(0, dot), name.substring(dot + 1));
        }
        return attribute(name);
    }

    /** As far as it goes: a name that a parenthesis follows is a function of what is before it. */
    static String name(Tokens tokens) throws Tokens.Malformed {
        StringBuilder name = new StringBuilder(tokens.identifier());
        while (tokens.atField()) {
            tokens.require(".");
            name.append('.').append(tokens.identifier());
        }
        return name.toString();
    }

    static boolean isMap(String name) {
        return name.equals("request.headers") || name.equals("response.headers");
    }

    static Expression entry(String map, String key) {
        String header = key.toLowerCase(Locale.ROOT);
        return new Expression.Of(
                map.equals("request.headers")
                        ? new Piece.RequestHeader(header, null)
                        : new Piece.ResponseHeader(header, null),
                Kind.TEXT);
    }

    private static Expression attribute(String name) throws Unsupported {
        return switch (name) {
            case "request.path" -> header(":path");
            case "request.url_path" -> new Expression.UrlPath();
            case "request.query" -> new Expression.Query();
            case "request.host" -> header(":authority");
            case "request.scheme" -> header(":scheme");
            case "request.method" -> header(":method");
            case "request.referer" -> header("referer");
            case "request.useragent" -> header("user-agent");
            case "request.id" -> header("x-request-id");
            case "request.protocol" -> text(Attribute.PROTOCOL);
            case "request.size" -> number(Attribute.BYTES_RECEIVED);
            case "response.code" -> number(Attribute.RESPONSE_CODE);
            case "response.code_details" -> text(Attribute.RESPONSE_CODE_DETAILS);
            case "response.grpc_status" -> number(Attribute.GRPC_STATUS_NUMBER);
            case "response.size" -> number(Attribute.BYTES_SENT);
            case "source.address" -> text(Attribute.DOWNSTREAM_REMOTE_ADDRESS);
            case "source.port" -> number(Attribute.DOWNSTREAM_REMOTE_PORT);
            case "destination.address" -> text(Attribute.DOWNSTREAM_LOCAL_ADDRESS);
            case "destination.port" -> number(Attribute.DOWNSTREAM_LOCAL_PORT);
            case "connection.mtls" -> new Expression.MutualTls();
            case "connection.requested_server_name" -> text(Attribute.REQUESTED_SERVER_NAME);
            case "upstream.address" -> text(Attribute.UPSTREAM_HOST);
            case "upstream.port" -> number(Attribute.UPSTREAM_REMOTE_PORT);
            case "upstream.request_attempt_count" -> number(Attribute.UPSTREAM_REQUEST_ATTEMPT_COUNT);
            case "xds.route_name" -> text(Attribute.ROUTE_NAME);
            case "xds.cluster_name" -> text(Attribute.UPSTREAM_CLUSTER_RAW);
            default -> throw new Unsupported(name);
        };
    }

    private static Expression header(String name) {
        return new Expression.Of(new Piece.RequestHeader(name, null), Kind.TEXT);
    }

    private static Expression text(Attribute attribute) {
        return new Expression.Of(new Piece.Of(attribute), Kind.TEXT);
    }

    private static Expression number(Attribute attribute) {
        return new Expression.Of(new Piece.Of(attribute), Kind.NUMBER);
    }
}
