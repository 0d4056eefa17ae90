package clickstream.s3json.flush;

import clickstream.s3json.claims.Claim;
import clickstream.s3json.claims.Head;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Buckets that turn the protocol into weaker ones, to show that the simulation tells them apart. */
final class WeakBuckets {
    private WeakBuckets() {}

    /** Claims nothing, and lets the last one write. */
    static final class NoClaims extends MemoryBucket {
        NoClaims(Random random) {
            super(random);
        }

        @Override
        Optional<Head> readHead(String key) {
            return Optional.empty();
        }

        @Override
        Optional<String> writeHead(String key, Claim claim, String etag) {
            return Optional.of(claim.id());
        }

        @Override
        void put(String key, String claimId, String text) {
            objects.put(key, new StoredObject(claimId, text));
        }
    }

    /** Whoever is first claims from a start offset to an end; who begins there later adopts it. */
    static final class ClaimPerStart extends MemoryBucket {
        private final Map<Long, Claim> claims = new HashMap<>();
        private final SimulatedLog log;
        private long lost = -1;

        ClaimPerStart(Random random, SimulatedLog log) {
            super(random);
            this.log = log;
        }

        @Override
        Optional<Head> readHead(String key) {
            long start = lost >= 0 ? lost : log.position(Math.max(0, log.committed));
            lost = -1;
            return Optional.ofNullable(claims.get(start)).map(claim -> new Head(claim, claim.id()));
        }

        @Override
        Optional<String> writeHead(String key, Claim claim, String etag) {
            Claim first = claims.putIfAbsent(claim.start(), claim);
            if (first == null) return Optional.of(claim.id());
            lost = claim.start();
            return Optional.empty();
        }
    }
}
