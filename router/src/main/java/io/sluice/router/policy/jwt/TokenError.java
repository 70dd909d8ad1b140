package io.sluice.router.policy.jwt;

/** What is wrong with a token, in Envoy's words (istio.md §4.2, istio-recorded.md §14). */
public enum TokenError {
    BAD_FORMAT("Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections"),
    HEADER_BASE64("Jwt header is an invalid Base64url encoded"),
    HEADER_JSON("Jwt header is an invalid JSON"),
    ALG_MISSING("Jwt header [alg] field is required and must be a string"),
    ALG_UNKNOWN("Jwt header [alg] is not supported"),
    KID_NO_TEXT("Jwt header [kid] field is not a string"),
    PAYLOAD_BASE64("Jwt payload is an invalid Base64url encoded"),
    PAYLOAD_JSON("Jwt payload is an invalid JSON"),
    ISS_NO_TEXT("Jwt payload [iss] field is not a string"),
    SUB_NO_TEXT("Jwt payload [sub] field is not a string"),
    IAT_NO_INTEGER("Jwt payload [iat] field is not an integer"),
    IAT_OUT_OF_RANGE("Jwt payload [iat] field is not a positive 64 bit integer"),
    NBF_NO_INTEGER("Jwt payload [nbf] field is not an integer"),
    NBF_OUT_OF_RANGE("Jwt payload [nbf] field is not a positive 64 bit integer"),
    EXP_NO_INTEGER("Jwt payload [exp] field is not an integer"),
    EXP_OUT_OF_RANGE("Jwt payload [exp] field is not a positive 64 bit integer"),
    JTI_NO_TEXT("Jwt payload [jti] field is not a string"),
    AUD_NO_TEXTS("Jwt payload [aud] field is not a string or string list"),
    SIGNATURE_BASE64("Jwt signature is an invalid Base64url encoded"),
    UNKNOWN_ISSUER("Jwt issuer is not configured"),
    NOT_YET_VALID("Jwt not yet valid"),
    EXPIRED("Jwt is expired"),
    AUDIENCE("Audiences in Jwt are not allowed"),
    NO_KEY("Jwks doesn't have key to match kid or alg from Jwt"),
    VERIFICATION("Jwt verification fails");

    private final String text;

    TokenError(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    public int status() {
        return this == AUDIENCE ? 403 : 401;
    }
}
