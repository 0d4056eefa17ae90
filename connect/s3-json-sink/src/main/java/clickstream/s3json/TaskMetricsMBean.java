package clickstream.s3json;

/** What a task shows over JMX; counts are since its start. */
public interface TaskMetricsMBean {
    /** Records in the bucket. */
    long getRecords();

    /** Bytes in the bucket. */
    long getBytes();

    /** Objects in the bucket. */
    long getObjects();

    /** Records that could not be stored. */
    long getBadRecords();

    /** Objects of several parts that are not complete. */
    long getOpenUploads();

    /** Bytes of memory for what is not in the bucket yet. */
    long getMemoryBytes();

    /** Bytes of memory that may be in use: the setting memory.bytes. */
    long getMemoryLimitBytes();

    /** Time since the oldest record came that is not in the bucket yet. */
    long getOldestRecordMs();

    /** Requests that had to be sent again. */
    long getRetries();

    /** Claims that another task had made before. */
    long getLostClaims();
}
