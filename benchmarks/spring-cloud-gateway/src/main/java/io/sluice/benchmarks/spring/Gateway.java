package io.sluice.benchmarks.spring;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.context.annotation.Bean;

/** Starts it: with {@code gateway.port}, {@code gateway.main} and {@code gateway.canary} as properties of the system. */
@SpringBootApplication(proxyBeanMethods = false)
public class Gateway {

    public static void main(String[] arguments) {
        if (List.of(arguments).contains("--version")) {
            String version = GlobalFilter.class.getPackage().getImplementationVersion();
            System.out.println("Spring Cloud Gateway " + version + ", Spring Boot " + SpringBootVersion.getVersion()
                    + ", Java " + Runtime.version());
            return;
        }
        // One thread for traffic, as everywhere here; four at least would be its measure.
        System.setProperty("reactor.netty.ioWorkerCount", "1");
        SpringApplication.run(Gateway.class, arguments);
    }

    /** There is no filter of its own for it. Random enough for an id, and cheaper than what {@link UUID#randomUUID} is made of. */
    @Bean
    GlobalFilter requestId() {
        return (exchange, chain) -> {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            String id = new UUID(random.nextLong(), random.nextLong()).toString();
            return chain.filter(exchange.mutate()
                    .request(request -> request.header("x-request-id", id))
                    .build());
        };
    }
}
