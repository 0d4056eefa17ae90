package clickstream.s3json.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;

/**
 * A connected socket whose output waits until a block is full, or until somebody reads: TLS hands over each of its records by
 * itself, whereas the peer of a request has nothing to say before all of it is there. For one thread that speaks and then
 * listens, as an HTTP connection does; another one may close it.
 */
final class BlockSocket extends Socket {
    private final Socket socket;
    private final Output output;
    private final InputStream input;

    BlockSocket(Socket socket) throws IOException {
        this.socket = socket;
        output = new Output(socket.getOutputStream());
        input = new FilterInputStream(socket.getInputStream()) {
            @Override
            public int read() throws IOException {
                output.send();
                return super.read();
            }

            @Override
            public int read(byte[] target, int offset, int count) throws IOException {
                output.send();
                return super.read(target, offset, count);
            }
        };
    }

    @Override
    public InputStream getInputStream() {
        return input;
    }

    @Override
    public OutputStream getOutputStream() {
        return output;
    }

    /** What waits is a farewell at most; whoever closes in the midst of a request wants no more of it sent. */
    @Override
    public void close() throws IOException {
        socket.close();
    }

    @Override
    public void shutdownInput() throws IOException {
        socket.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        output.send();
        socket.shutdownOutput();
    }

    @Override
    public boolean isConnected() {
        return socket.isConnected();
    }

    @Override
    public boolean isBound() {
        return socket.isBound();
    }

    @Override
    public boolean isClosed() {
        return socket.isClosed();
    }

    @Override
    public boolean isInputShutdown() {
        return socket.isInputShutdown();
    }

    @Override
    public boolean isOutputShutdown() {
        return socket.isOutputShutdown();
    }

    @Override
    public InetAddress getInetAddress() {
        return socket.getInetAddress();
    }

    @Override
    public InetAddress getLocalAddress() {
        return socket.getLocalAddress();
    }

    @Override
    public int getPort() {
        return socket.getPort();
    }

    @Override
    public int getLocalPort() {
        return socket.getLocalPort();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return socket.getRemoteSocketAddress();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return socket.getLocalSocketAddress();
    }

    @Override
    public void setSoTimeout(int milliseconds) throws SocketException {
        socket.setSoTimeout(milliseconds);
    }

    @Override
    public int getSoTimeout() throws SocketException {
        return socket.getSoTimeout();
    }

    @Override
    public void setSoLinger(boolean on, int seconds) throws SocketException {
        socket.setSoLinger(on, seconds);
    }

    /** Whoever closes while a write hangs must not wait for it to say goodbye: the JDK's TLS waits so long for the writer. */
    @Override
    public int getSoLinger() {
        return 0;
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        socket.setTcpNoDelay(on);
    }

    @Override
    public boolean getTcpNoDelay() throws SocketException {
        return socket.getTcpNoDelay();
    }

    private static final class Output extends OutputStream {
        private final OutputStream out;
        private final byte[] block = new byte[BlockRequest.BLOCK_BYTES];
        private int filled;

        Output(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int oneByte) throws IOException {
            if (filled == block.length) send();
            block[filled++] = (byte) oneByte;
        }

        @Override
        public void write(byte[] source, int offset, int count) throws IOException {
            if (count > block.length - filled) send();
            if (count > block.length) {
                out.write(source, offset, count);
            } else {
                System.arraycopy(source, offset, block, filled, count);
                filled += count;
            }
        }

        @Override
        public void flush() {
            // Waits for the rest of the block; see the class.
        }

        void send() throws IOException {
            int count = filled;
            filled = 0;
            if (count > 0) out.write(block, 0, count);
        }
    }
}
