package io.sluice.router.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.lang.ref.Cleaner;
import java.util.Map;
import javax.net.ssl.SSLException;

/** Who does the cryptography. What native code holds is freed when nobody can open a connection with it any more. */
final class Provider {
    private static final Cleaner CLEANER = Cleaner.create();

    private Provider() {}

    /** Counted references, not finalizers: those would make every connection's engine a burden of the collector. */
    static SslProvider best() {
        return OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;
    }

    /** @param owner through which alone the context is reached; a connection that is open holds it for itself */
    static SslContext build(SslContextBuilder builder, Object owner) throws SSLException {
        SslContext context = builder.build();
        CLEANER.register(owner, () -> ReferenceCountUtil.release(context));
        return context;
    }

    static ApplicationProtocolConfig alpn(String... protocols) {
        return new ApplicationProtocolConfig(
                Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, protocols);
    }

    /** Of a manifest's version; Istio's names are those of its API. */
    static String[] versions(String minimum, String maximum) {
        Map<String, Integer> order = Map.of("TLSv1", 0, "TLSv1.1", 1, "TLSv1.2", 2, "TLSv1.3", 3);
        int from = order.getOrDefault(minimum, 2);
        int to = order.getOrDefault(maximum, 3);
        return order.entrySet().stream()
                .filter(version -> version.getValue() >= from && version.getValue() <= to)
                .map(Map.Entry::getKey)
                .sorted()
                .toArray(String[]::new);
    }
}
