package io.sluice.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Logback, set up by these lines: left to itself it looks through every jar for a provider, for a configurator, and for a file, and
 * reads that with an XML parser, which together took a quarter of a start. Everything goes to stderr: stdout carries a command's
 * result alone.
 */
public final class LogProvider implements SLF4JServiceProvider {
    private static final String PROVIDER = "slf4j.provider";
    private static final String VERBOSITY = "slf4j.internal.verbosity";
    private static final String CONFIGURATION = "logback.configurationFile";
    private static final String API_VERSION = "2.0.99";
    private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %msg%n";

    private final LoggerContext loggers = new LoggerContext();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final LogbackMDCAdapter contexts = new LogbackMDCAdapter();

    /** Called by slf4j, by name. */
    public LogProvider() {}

    /** Before the first logger is made; not where somebody has configured logback, or chosen another. */
    static void install() {
        if (System.getProperty(CONFIGURATION) == null && System.getProperty(PROVIDER) == null) {
            System.setProperty(PROVIDER, LogProvider.class.getName());
            // Or slf4j tells on every start that it was told.
            System.setProperty(VERBOSITY, "WARN");
        }
    }

    @Override
    public void initialize() {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(loggers);
        encoder.setPattern(PATTERN);
        encoder.start();
        ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
        stderr.setContext(loggers);
        stderr.setName("stderr");
        stderr.setTarget(ConsoleTarget.SystemErr.getName());
        stderr.setEncoder(encoder);
        stderr.start();
        loggers.setMDCAdapter(contexts);
        loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
        loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(stderr);
        loggers.getLogger("io.netty").setLevel(Level.WARN);
        // What goes wrong with the API server is a problem of ours to tell, once.
        loggers.getLogger("io.fabric8").setLevel(Level.OFF);
        loggers.start();
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return loggers;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return contexts;
    }

    @Override
    public String getRequestedApiVersion() {
        return API_VERSION;
    }
}
