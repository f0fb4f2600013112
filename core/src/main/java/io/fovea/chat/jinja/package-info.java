/**
 * The Jinja that chat templates are written in, read and run exactly: in goes the text of a
 * template and plain values (texts, numbers, truths, lists, maps), out comes the rendered text. The
 * language is that of Jinja 3.1 (jinja.palletsprojects.com, "Template Designer Documentation") as
 * Hugging Face's transformers sets it up: {@code trim_blocks} and {@code lstrip_blocks} on, no
 * escaping, loop controls, {@code raise_exception}, {@code strftime_now}, the {@code generation}
 * block. Of it there is what chat templates use; the rest is an error that names line and word.
 *
 * <p>{@link io.fovea.chat.jinja.Template} is the door. Behind it: {@code TemplateLexer} and {@code
 * ExpressionLexer} cut the text, {@code StatementParser} and {@code ExpressionParser} make a tree
 * of records, {@code Renderer} and {@code Evaluator} run it. A template is not trusted: it reaches
 * nothing but its values, and {@code Budget} bounds its steps, depth and lengths.
 *
 * <p>What does not belong here: conversations, tokens, files.
 */
@NullMarked
package io.fovea.chat.jinja;

import org.jspecify.annotations.NullMarked;
