package clickstream.s3json.flush;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.connect.errors.ConnectException;

/** Answers that a task's thread looks at without ever waiting for them. */
final class Futures {
    private Futures() {}

    static boolean isDone(Future<?> future) {
        if (!future.isDone()) return false;
        result(future);
        return true;
    }

    /** The answer of a future that is done; its failure is thrown as what it was. */
    static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            while (cause instanceof CompletionException && cause.getCause() != null) cause = cause.getCause();
            if (cause instanceof RuntimeException) throw (RuntimeException) cause;
            throw new ConnectException(cause);
        } catch (InterruptedException | CancellationException e) {
            throw new ConnectException(e);
        }
    }
}
