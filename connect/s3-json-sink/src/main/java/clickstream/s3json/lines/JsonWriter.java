package clickstream.s3json.lines;

import clickstream.s3json.lines.BadRecordException.Reason;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/**
 * Writes what a converter made as JSON, the way Connect's own JSON converter does: dates as days, times and timestamps as
 * milliseconds, bytes as base64, maps whose keys are no strings as pairs. Decimals are exact numbers.
 */
final class JsonWriter {
    /** Deeper than any event; a stack overflow would stop the task. */
    private static final int MAX_DEPTH = 1000;

    private JsonWriter() {}

    static void write(Schema schema, Object value, LineBuffer out) {
        write(schema, value, out, 0);
    }

    private static void write(Schema schema, Object value, LineBuffer out, int depth) {
        if (depth > MAX_DEPTH) throw notWritable("nesting deeper than " + MAX_DEPTH);
        if (value == null) putAbsent(schema, out, depth);
        else if (value instanceof CharSequence) JsonText.putQuoted((CharSequence) value, out);
        else if (value instanceof Boolean) out.putAscii(value.toString());
        else if (value instanceof Number) putNumber((Number) value, out);
        else if (value instanceof Struct) putStruct((Struct) value, out, depth);
        else if (value instanceof Map) putMap(schema, (Map<?, ?>) value, out, depth);
        else if (value instanceof Collection) putList(schema, (Collection<?>) value, out, depth);
        else if (value instanceof byte[]) putBase64((byte[]) value, out);
        else if (value instanceof ByteBuffer) putBase64(LineMaker.remaining((ByteBuffer) value), out);
        else if (value instanceof java.util.Date) putDate(schema, (java.util.Date) value, out);
        else throw notWritable("a value of " + value.getClass().getName());
    }

    /** A field that is absent has its schema's default, as everywhere in Connect. */
    private static void putAbsent(Schema schema, LineBuffer out, int depth) {
        Object byDefault = schema == null ? null : schema.defaultValue();
        if (byDefault == null) out.putAscii("null");
        else write(schema, byDefault, out, depth + 1);
    }

    private static void putNumber(Number value, LineBuffer out) {
        if (value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte) {
            out.putNumber(value.longValue());
        } else if (isFinite(value)) {
            out.putAscii(value.toString());
        } else {
            // JSON has no such number; null would hide that there was one.
            JsonText.putQuoted(value.toString(), out);
        }
    }

    private static boolean isFinite(Number value) {
        if (value instanceof BigDecimal) return true;
        return !(value instanceof Double || value instanceof Float) || Double.isFinite(value.doubleValue());
    }

    private static void putStruct(Struct struct, LineBuffer out, int depth) {
        out.put('{');
        boolean first = true;
        for (Field field : struct.schema().fields()) {
            if (!first) out.put(',');
            first = false;
            JsonText.putQuoted(field.name(), out);
            out.put(':');
            write(field.schema(), struct.getWithoutDefault(field.name()), out, depth + 1);
        }
        out.put('}');
    }

    private static void putMap(Schema schema, Map<?, ?> map, LineBuffer out, int depth) {
        Schema keys = isOf(schema, Schema.Type.MAP) ? schema.keySchema() : null;
        Schema values = isOf(schema, Schema.Type.MAP) ? schema.valueSchema() : null;
        boolean asObject = map.keySet().stream().allMatch(String.class::isInstance);
        out.put(asObject ? '{' : '[');
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!first) out.put(',');
            first = false;
            if (!asObject) out.put('[');
            write(keys, entry.getKey(), out, depth + 1);
            out.put(asObject ? ':' : ',');
            write(values, entry.getValue(), out, depth + 1);
            if (!asObject) out.put(']');
        }
        out.put(asObject ? '}' : ']');
    }

    private static void putList(Schema schema, Collection<?> list, LineBuffer out, int depth) {
        Schema items = isOf(schema, Schema.Type.ARRAY) ? schema.valueSchema() : null;
        out.put('[');
        boolean first = true;
        for (Object item : list) {
            if (!first) out.put(',');
            first = false;
            write(items, item, out, depth + 1);
        }
        out.put(']');
    }

    private static boolean isOf(Schema schema, Schema.Type type) {
        return schema != null && schema.type() == type;
    }

    private static void putBase64(byte[] bytes, LineBuffer out) {
        out.put('"');
        out.put(Base64.getEncoder().encode(bytes));
        out.put('"');
    }

    private static void putDate(Schema schema, java.util.Date date, LineBuffer out) {
        String name = schema == null ? null : schema.name();
        if (Date.LOGICAL_NAME.equals(name)) out.putNumber(Date.fromLogical(schema, date));
        else if (Time.LOGICAL_NAME.equals(name)) out.putNumber(Time.fromLogical(schema, date));
        else if (Timestamp.LOGICAL_NAME.equals(name)) out.putNumber(Timestamp.fromLogical(schema, date));
        else out.putNumber(date.getTime());
    }

    private static BadRecordException notWritable(String what) {
        return new BadRecordException(Reason.NOT_WRITABLE, what + " cannot be written as JSON");
    }
}
