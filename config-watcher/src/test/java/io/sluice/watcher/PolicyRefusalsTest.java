package io.sluice.watcher;

import static io.sluice.watcher.Yaml.translate;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Istio's webhook refuses of a policy is refused here (istio.md §4.3). */
class PolicyRefusalsTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        {action: DENY} | DENY action without `rules` is meaningless
        {action: CUSTOM, provider: {name: p}} | CUSTOM action without `rules` is meaningless
        {action: CUSTOM, rules: [{}]} | `provider.name` must not be empty
        {action: ALLOW, provider: {name: p}} | `provider` must not be set
        {action: REFUSE} | is none of ALLOW, DENY, AUDIT, CUSTOM
        {rules: [{from: []}]} | `from` cannot be empty
        {rules: [{from: [{}]}]} | `source` cannot be nil
        {rules: [{from: [{source: {}}]}]} | `from.source` cannot be empty
        {rules: [{to: [{operation: {}}]}]} | `to.operation` cannot be empty
        {rules: [{to: [{operation: {ports: [http]}}]}]} | "http" is no port
        {rules: [{to: [{operation: {ports: ["0"]}}]}]} | "0" is no port
        {rules: [{to: [{operation: {paths: ["/a/{**}/{*}"]}}]}]} | {**} is not the last operator
        {rules: [{to: [{operation: {paths: ["/a/{x}"]}}]}]} | contains '{' or '}' beyond a supported path template
        {rules: [{to: [{operation: {paths: [""]}}]}]} | must not have an empty value
        {rules: [{from: [{source: {ipBlocks: [10.0.0.256]}}]}]} | "10.0.0.256" is invalid
        {rules: [{from: [{source: {serviceAccounts: [a], namespaces: [b]}}]}]} | cannot be set with principals or namespaces
        {rules: [{when: [{values: [a]}]}]} | `key` cannot be empty
        {rules: [{when: [{key: source.ip}]}]} | at least one of `values` or `notValues` must be set
        {rules: [{when: [{key: source.zone, values: [a]}]}]} | unknown attribute: source.zone
        {rules: [{when: [{key: "request.headers[]", values: [a]}]}]} | unknown attribute: request.headers[]
        {rules: [{when: [{key: remote.ip, values: [a]}]}]} | "a" is invalid
        {action: CUSTOM, provider: {name: p}, rules: [{from: [{source: {requestPrincipals: [a/b]}}]}]} | not supported with action CUSTOM
        {action: CUSTOM, provider: {name: p}, rules: [{when: [{key: "request.auth.claims[a]", values: [b]}]}]} | not supported with action CUSTOM
        {selector: {matchLabels: {app: "*"}}} | wildcard is not supported in selector
        """)
    void isRefused(String spec, String sentence) {
        assertThat(translate("apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\n"
                                + "metadata: {name: p, namespace: ns}\nspec: " + spec + "\n")
                        .problems())
                .anySatisfy(problem -> assertThat(problem.sentence()).contains(sentence));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        {jwtRules: [{jwks: x}]} | issuer cannot be empty
        {jwtRules: [{issuer: i, jwks: x}]} | jwks parse error
        {jwtRules: [{issuer: i, jwks: '{}'}]} | jwks parse error
        {jwtRules: [{issuer: i, jwksUri: "file:///etc/passwd"}]} | is no http or https address
        {jwtRules: [{issuer: i, jwksUri: "https://a@b/c"}]} | names a user
        {jwtRules: [{issuer: i, audiences: [""]}]} | must not have an empty value
        {jwtRules: [{issuer: i, fromHeaders: [{prefix: a}]}]} | location header name must be non-empty string
        {jwtRules: [{issuer: i, outputClaimToHeaders: [{header: "a b", claim: c}]}]} | must have a header
        {jwtRules: [{issuer: i, outputClaimToHeaders: [{header: a}]}]} | claim value must be non-empty string
        {jwtRules: [{issuer: i, timeout: 1us}]} | duration must be greater than 1ms
        {selector: {matchLabels: {app: "*"}}} | wildcard is not supported in selector
        """)
    void tokensToo(String spec, String sentence) {
        assertThat(translate("apiVersion: security.istio.io/v1\nkind: RequestAuthentication\n"
                                + "metadata: {name: p, namespace: ns}\nspec: " + spec + "\n")
                        .problems())
                .anySatisfy(problem -> assertThat(problem.sentence()).contains(sentence));
    }
}
