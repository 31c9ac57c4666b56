/** The dashboard as somebody with a browser sees it. */
@org.jspecify.annotations.NullMarked
package dev.ingest.browser;
