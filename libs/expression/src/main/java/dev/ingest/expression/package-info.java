/** The template language of connector manifests: a Jinja subset over Python values, compiled once, without reflection. */
@NullMarked
package dev.ingest.expression;

import org.jspecify.annotations.NullMarked;
