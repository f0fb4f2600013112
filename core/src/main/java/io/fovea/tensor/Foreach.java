package io.fovea.tensor;

import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.TensorType;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Type;
import org.bytedeco.pytorch.global.torch;

import java.util.List;

/**
 * Operations of the library over whole lists of tensors in one call. The generated API lacks them,
 * so they go through the dispatcher by name. Temporaries belong to the innermost open scope.
 */
final class Foreach {

    private Foreach() {}

    /** A list as an argument; it holds references of its own to the tensors. */
    static IValue list(List<Tensor> tensors) {
        GenericList list = new GenericList(new Type.TypePtr(TensorType.get()));
        list.reserve(tensors.size());
        for (Tensor tensor : tensors) {
            list.push_back(new IValue(tensor.torch));
        }
        return new IValue(list);
    }

    /** Root of the sum of squares of all elements of all tensors: a scalar. */
    static Tensor norm(IValue list) {
        IValueVector result = call("_foreach_norm", "Scalar", list, new IValue(2.0), new IValue());
        TensorVector norms = result.get(0).toTensorVector();
        return new Tensor(torch.stack(norms).norm());
    }

    static void multiply(IValue list, double factor) {
        call("_foreach_mul_", "Scalar", list, new IValue(factor));
    }

    static void add(IValue list, double value) {
        call("_foreach_add_", "Scalar", list, new IValue(value));
    }

    /**
     * One step of AdamW for every tensor of the lists.
     *
     * @param lists parameters, gradients, first moments, second moments, steps so far (this one
     *     counted), all of one length
     */
    static void adamW(
            List<IValue> lists, double rate, double beta1, double beta2, double decay, double eps) {
        IValue noMaxima = list(List.of());
        IValue no = new IValue(false);
        IValue none = new IValue();
        call(
                "_fused_adamw_",
                "",
                lists.get(0),
                lists.get(1),
                lists.get(2),
                lists.get(3),
                noMaxima,
                lists.get(4),
                new IValue(rate),
                new IValue(beta1),
                new IValue(beta2),
                new IValue(decay),
                new IValue(eps),
                no,
                no,
                none,
                none);
    }

    private static IValueVector call(String operator, String overload, IValue... arguments) {
        IValueVector stack = new IValueVector(arguments);
        Dispatcher.singleton().findSchemaOrThrow("aten::" + operator, overload).callBoxed(stack);
        return stack;
    }
}
