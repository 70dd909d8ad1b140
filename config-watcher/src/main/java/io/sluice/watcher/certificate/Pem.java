package io.sluice.watcher.certificate;

import java.io.ByteArrayInputStream;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Blocks of text that hold binary objects (RFC 7468); what stands between them is for people. */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----", Pattern.DOTALL);

    private Pem() {}

    /** A block by its label; whoever is given its content owns it. */
    static final class Block {
        private final String label;
        private final byte[] content;

        Block(String label, byte[] content) {
            this.label = label;
            this.content = content;
        }

        String label() {
            return label;
        }

        byte[] content() {
            return content;
        }
    }

    static List<Block> blocks(String text) throws BadPem {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        int end = 0;
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), content(matcher.group(2))));
            end = matcher.end();
        }
        if (text.indexOf("-----BEGIN", end) >= 0) {
            throw new BadPem("is cut off: its last block has no end");
        }
        return blocks;
    }

    private static byte[] content(String body) throws BadPem {
        if (body.contains(":")) {
            throw new BadPem("is encrypted; a Secret holds it without a pass phrase");
        }
        try {
            return Base64.getMimeDecoder().decode(body);
        } catch (IllegalArgumentException malformed) {
            throw new BadPem("holds a block that is no base64");
        }
    }

    static List<X509Certificate> certificates(String text) throws BadPem {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks(text)) {
            if (block.label().endsWith("CERTIFICATE")) {
                try {
                    certificates.add((X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(block.content())));
                } catch (CertificateException malformed) {
                    throw new BadPem("holds a certificate that cannot be read");
                }
            }
        }
        if (certificates.isEmpty()) {
            throw new BadPem("holds no certificate (PEM, -----BEGIN CERTIFICATE-----)");
        }
        return certificates;
    }

    static List<X509CRL> revoked(String text) throws BadPem {
        List<X509CRL> lists = new ArrayList<>();
        for (Block block : blocks(text)) {
            if (block.label().equals("X509 CRL")) {
                try {
                    lists.add((X509CRL) CertificateFactory.getInstance("X.509")
                            .generateCRL(new ByteArrayInputStream(block.content())));
                } catch (CertificateException | CRLException malformed) {
                    throw new BadPem("holds a list of revoked certificates that cannot be read");
                }
            }
        }
        if (lists.isEmpty()) {
            throw new BadPem("holds no list of revoked certificates (PEM, -----BEGIN X509 CRL-----)");
        }
        return lists;
    }

    static String text(String label, byte[] content) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }
}
