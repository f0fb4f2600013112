package io.fovea.tensor;

import org.bytedeco.pytorch.global.torch.ScalarType;

/** Element types. */
public enum DType {
    FLOAT32(ScalarType.Float, 4, "F32"),
    FLOAT64(ScalarType.Double, 8, "F64"),
    FLOAT16(ScalarType.Half, 2, "F16"),
    BFLOAT16(ScalarType.BFloat16, 2, "BF16"),
    INT64(ScalarType.Long, 8, "I64"),
    INT32(ScalarType.Int, 4, "I32"),
    INT16(ScalarType.Short, 2, "I16"),
    INT8(ScalarType.Char, 1, "I8"),
    UINT8(ScalarType.Byte, 1, "U8"),
    BOOL(ScalarType.Bool, 1, "BOOL");

    final ScalarType torch;
    private final int bytes;
    private final String safetensorsName;

    DType(ScalarType torch, int bytes, String safetensorsName) {
        this.torch = torch;
        this.bytes = bytes;
        this.safetensorsName = safetensorsName;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** The name that the safetensors format uses. */
    public String safetensorsName() {
        return safetensorsName;
    }

    /** Whether elements are real numbers, so that gradients make sense. */
    public boolean isFloating() {
        return ordinal() <= BFLOAT16.ordinal();
    }

    static DType of(ScalarType type) {
        for (DType dtype : values()) {
            if (dtype.torch.value == type.value) {
                return dtype;
            }
        }
        throw new IllegalArgumentException("tensors of type " + type + " are not supported");
    }
}
