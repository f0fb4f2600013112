package io.fovea.tensor;

/**
 * Where tensors live.
 *
 * @param name {@code cpu}, {@code cuda} or {@code cuda:1}
 */
public record Device(String name) {

    public static final Device CPU = new Device("cpu");

    public Device {
        if (!name.matches("cpu|cuda(:\\d+)?")) {
            throw new IllegalArgumentException(
                    "unknown device '" + name + "', expected cpu, cuda or cuda:N");
        }
    }

    public boolean isCpu() {
        return name.equals("cpu");
    }
}
