package io.fovea.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The table of the VQA evaluation that puts apostrophes back: a contraction that lacks just one
 * gets it ("dont" becomes "don't", "couldnt've" becomes "couldn't've", "couldntve" stays). Written
 * as the right forms; one entry of the published table goes the other way and is kept so.
 */
final class Contractions {

    private static final List<String> RIGHT =
            List.of(
                    ("ain't aren't can't could've couldn't couldn't've didn't doesn't don't hadn't"
                         + " hadn't've hasn't haven't he'd he'd've he's how'd how'll how's isn't"
                         + " it'd it'd've it'll ma'am mightn't mightn't've might've mustn't must've"
                         + " needn't not've o'clock oughtn't 'ow's'at shan't she'd've should've"
                         + " shouldn't shouldn't've somebody'd've somebody'll somebody's someone'd"
                         + " someone'd've someone'll someone's something'd something'd've"
                         + " something'll that's there'd there'd've there're there's they'd"
                         + " they'd've they'll they're they've 'twas wasn't we'd've we've weren't"
                         + " what'll what're what's what've when's where'd where's where've who'd"
                         + " who'd've who'll who's who've why'll why're why's won't would've"
                         + " wouldn't wouldn't've y'all y'all'll y'all'd've you'd you'd've you'll"
                         + " you're you've")
                            .split(" "));

    private static final Map<String, String> TABLE = table();

    private Contractions() {}

    private static Map<String, String> table() {
        Map<String, String> table = new HashMap<>();
        for (String right : RIGHT) {
            for (int at = right.indexOf('\''); at >= 0; at = right.indexOf('\'', at + 1)) {
                table.put(right.substring(0, at) + right.substring(at + 1), right);
            }
        }
        table.put("somebody'd", "somebodyd");
        return table;
    }

    /** The word with its apostrophe, or as it is. */
    static String of(String word) {
        return TABLE.getOrDefault(word, word);
    }
}
