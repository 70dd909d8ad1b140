package io.sluice.router.http;

/** The head of a response. Confined to its event loop; reused. */
public final class ResponseHead implements Head {
    private final HeaderBlock fields = new HeaderBlock();
    private int status;
    private Framing framing = Framing.NONE;
    private long contentLength;
    private boolean keepAlive = true;
    private int keepAliveSeconds;

    @Override
    public HeaderBlock fields() {
        return fields;
    }

    public void clear() {
        fields.clear();
        status = 0;
        framing = Framing.NONE;
        contentLength = 0;
        keepAlive = true;
        keepAliveSeconds = 0;
    }

    public int status() {
        return status;
    }

    public void status(int status) {
        this.status = status;
    }

    /** 1xx but not 101, which is final for HTTP: an upgrade. */
    public boolean interim() {
        return status < 200 && status != 101;
    }

    public Framing framing() {
        return framing;
    }

    public void framing(Framing framing, long contentLength) {
        this.framing = framing;
        this.contentLength = contentLength;
    }

    /** Bytes of the body under {@link Framing#LENGTH}. */
    public long contentLength() {
        return contentLength;
    }

    /** Whether the connection it came on may serve another exchange. */
    public boolean keepAlive() {
        return keepAlive;
    }

    public void keepAlive(boolean keepAlive) {
        this.keepAlive = keepAlive;
    }

    /** How long its sender keeps the connection while nothing is asked; 0 = it does not say. */
    public int keepAliveSeconds() {
        return keepAliveSeconds;
    }

    public void keepAliveSeconds(int seconds) {
        keepAliveSeconds = seconds;
    }
}
