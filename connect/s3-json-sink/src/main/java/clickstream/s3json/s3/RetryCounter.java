package clickstream.s3json.s3;

import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Counts the attempts that are not a request's first. */
final class RetryCounter implements ExecutionInterceptor {
    private static final ExecutionAttribute<Boolean> SENT_BEFORE = new ExecutionAttribute<>("ClickstreamSentBefore");

    private final LongAdder retries;

    RetryCounter(LongAdder retries) {
        this.retries = retries;
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        if (attributes.getAttribute(SENT_BEFORE) == null) attributes.putAttribute(SENT_BEFORE, true);
        else retries.increment();
    }
}
