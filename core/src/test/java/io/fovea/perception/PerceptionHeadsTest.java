package io.fovea.perception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

import java.util.List;

class PerceptionHeadsTest {

    @Test
    void everyHeadOfThePackageIsInTheList() {
        List<String> heads =
                new ClassFileImporter()
                                .withImportOption(new ImportOption.DoNotIncludeTests())
                                .importPackages("io.fovea.perception")
                                .stream()
                                .filter(type -> type.getSimpleName().endsWith("Head"))
                                .filter(
                                        type ->
                                                !type.getName()
                                                        .equals(PerceptionHead.class.getName()))
                                .map(JavaClass::getName)
                                .toList();
        assertThat(heads).contains(TokenPerceptionHead.class.getName());
        assertThat(PerceptionHeads.types().stream().map(Class::getName))
                .containsExactlyInAnyOrderElementsOf(heads);
    }

    @Test
    void namesMakeTheirHeadAndAnUnknownNameIsRefused() {
        PerceptionConfig token = PerceptionConfig.small(8, 8, null);
        assertThat(PerceptionHeads.create(token)).isInstanceOf(TokenPerceptionHead.class);
        var unknown =
                new PerceptionConfig(
                        "other", 8, 8, 8, false, token.maskEncoder(), token.maskDecoder());
        assertThatThrownBy(() -> PerceptionHeads.create(unknown))
                .hasMessageContaining("'other'")
                .hasMessageContaining("token");
    }
}
