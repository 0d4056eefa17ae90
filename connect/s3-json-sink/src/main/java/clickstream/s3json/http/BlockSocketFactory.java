package clickstream.s3json.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import javax.net.ssl.SSLSocketFactory;

/** Makes TLS sockets over a {@link BlockSocket}. Knows only what the JDK's HTTP connections ask for. */
final class BlockSocketFactory extends SSLSocketFactory {
    private final SSLSocketFactory tls;

    BlockSocketFactory(SSLSocketFactory tls) {
        this.tls = tls;
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        return tls.createSocket(new BlockSocket(socket), host, port, autoClose);
    }

    /** To be told so, the JDK connects a plain socket itself and asks for TLS over it. */
    @Override
    public Socket createSocket() throws IOException {
        throw (SocketException) new SocketException().initCause(unsupported());
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw unsupported();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
        throw unsupported();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw unsupported();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
        throw unsupported();
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return tls.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return tls.getSupportedCipherSuites();
    }

    private static UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException("TLS is laid over sockets that are connected");
    }
}
