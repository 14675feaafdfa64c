package io.clmr.spark;

import java.util.regex.Pattern;

/** Where a file is: a path of the machine, or a URL of a file system that Hadoop knows. */
final class Place {
    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");

    private Place() {}

    /** Whether this is a URL such as {@code hdfs://name/music}; on Windows {@code C:/music} is none. */
    static boolean isUrl(String place) {
        return URL.matcher(place).matches();
    }
}
