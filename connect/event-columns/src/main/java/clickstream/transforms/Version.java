package clickstream.transforms;

/** The version that the worker shows for this plugin. */
final class Version {
    private Version() {}

    /** The version in the jar's manifest; "dev" where the classes run outside a jar. */
    static String current() {
        String packed = Version.class.getPackage().getImplementationVersion();
        return packed == null ? "dev" : packed;
    }
}
