package io.fovea.data.sets;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.data.files.BadRecord;
import io.fovea.data.files.Findings;
import io.fovea.data.files.JsonArrays;
import io.fovea.data.files.RecordCheck;
import io.fovea.data.files.RecordFile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * COCO's {@code captions_*.json}: records {@code {image_id, caption}} under {@code annotations}, or
 * a list of them. The texts stay in the file.
 *
 * @param groups by the pictures of the instances
 */
record CocoCaptions(RecordFile file, Groups groups) {

    /** Opens a file; captions of pictures that the instances do not know are passed over. */
    static CocoCaptions open(Path path, CocoFile instances, Findings findings) {
        Map<Long, Integer> byId = new HashMap<>();
        for (int i = 0; i < instances.pictures().size(); i++) {
            byId.put(instances.pictures().get(i).id(), i);
        }
        Ints owners = new Ints();
        RecordCheck check =
                (record, line) -> {
                    if (Values.text(record, "caption").isBlank()) {
                        throw new BadRecord("an empty caption");
                    }
                    int owner = byId.getOrDefault(Values.whole(record, "image_id"), -1);
                    if (owner >= 0) {
                        owners.add(owner);
                    }
                    return owner >= 0;
                };
        RecordFile file = JsonArrays.underOrAlone(path, "annotations", findings, check);
        return new CocoCaptions(file, new Groups(owners.toArray(), byId.size()));
    }

    /** The captions of a picture. */
    List<String> of(int picture) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < groups.size(picture); i++) {
            JsonNode record = file.get(groups.member(picture, i));
            texts.add(Values.text(record, "caption").strip());
        }
        return texts;
    }
}
