package clickstream.s3json.bucket;

import clickstream.s3json.s3.S3Action;
import clickstream.s3json.s3.S3Errors;
import clickstream.s3json.s3.S3Problem;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.connect.errors.ConnectException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Makes requests beside the task's thread, and explains those that fail for good. */
final class S3Calls implements AutoCloseable {
    /** Requests at a time: enough that a few that hang do not hold up the others. */
    private static final int THREADS = 24;

    private static final int CONFLICTS = 5;
    private static final int CONFLICT = 409;

    private final S3Errors errors;
    private final ExecutorService threads;

    S3Calls(S3Errors errors) {
        this.errors = errors;
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), S3Calls::thread);
        pool.allowCoreThreadTimeOut(true);
        threads = pool;
    }

    <T> CompletableFuture<T> send(S3Action action, String key, Supplier<T> request) {
        return CompletableFuture.supplyAsync(() -> call(action, key, request), threads);
    }

    /** Lets what was sent end, for a while. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) threads.shutdownNow();
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private <T> T call(S3Action action, String key, Supplier<T> request) {
        for (int attempt = 1; ; attempt++) {
            try {
                return request.get();
            } catch (ConnectException | UploadGoneException e) {
                throw e;
            } catch (RuntimeException e) {
                S3Problem problem = errors.explain(e, action, key);
                // Two conditional writes met; the SDK does not send such a request again.
                boolean conflict = e instanceof S3Exception && ((S3Exception) e).statusCode() == CONFLICT;
                if (!conflict || attempt == CONFLICTS) throw new ConnectException(problem.message(), e);
                pause(attempt);
            }
        }
    }

    private static void pause(int attempt) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(50L << attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException(e);
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "s3-json-sink");
        thread.setDaemon(true);
        return thread;
    }
}
