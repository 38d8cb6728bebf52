"""Every code a problem of the core can carry, and what it means. Codes are stable: tests, fixes and the documentation key on them."""

from __future__ import annotations

from collections.abc import Mapping

CODES: Mapping[str, str] = {
    # the document
    "malformed": "The document does not have the form of a network document.",
    "bad_json": "The text is not JSON.",
    "too_large": "A body, or a tensor, is larger than can be worked with.",
    # the wiring
    "empty": "The network has no node.",
    "no_input": "The network has no Input.",
    "no_output": "Nothing follows the network's Input.",
    "cycle": "A layer's input depends on its own output.",
    "unconnected": "A node touches no wire.",
    "loose_wire": "A wire leads from or to a node that is not there.",
    "missing_input": "No wire arrives at a port that needs one.",
    "too_few_inputs": "Fewer wires arrive at a port than it needs.",
    "too_many_inputs": "More wires arrive at a port than it takes.",
    "input_count": "Keras counts another number of inputs than the layer takes.",
    "unknown_port": "A wire arrives at a port that the layer does not have.",
    "unknown_output": "A wire leaves from an output that the layer does not have.",
    "unknown_layer": "The installed Keras has no layer of that name.",
    "unavailable_layer": "The layer cannot be drawn, because it is abstract or runs foreign code.",
    # arguments
    "missing_argument": "An argument without a default is not given.",
    "unknown_argument": "The class has no argument of that name.",
    "wrong_type": "An argument is of another kind than the class takes.",
    "wrong_length": "A tuple holds too few or too many numbers.",
    "out_of_range": "A number is too small or too large.",
    "not_a_choice": "A word is none of those the argument takes.",
    "bad_formula": "The expression of a Formula cannot be read.",
    "not_allowed": "The value could reach files or code of the server.",
    "unknown_object": "The installed Keras has no activation, initializer, regularizer, constraint or layer of that name.",
    "strides_and_dilation": "A convolution has both strides and dilation above 1.",
    "groups": "Channels or filters are not divisible by groups.",
    # shapes
    "input_rank": "A layer expects inputs with another number of axes.",
    "input_size": "A layer expects another size along an axis.",
    "merge_shapes": "The inputs of a merging layer do not match.",
    "concatenate_shapes": "The inputs of Concatenate differ on more than the axis they are joined on.",
    "window_too_large": "A kernel, pool or crop is larger than what it looks at.",
    "undefined_size": "A size that weights depend on is known only when data arrives.",
    "reshape_size": "A Reshape changes how many numbers there are.",
    "axis_out_of_range": "An argument names an axis that the input does not have.",
    "dense_keeps_axes": "A Dense that ends the network works on the last axis of a picture and keeps the others.",
    "refused_by_keras": "Keras refuses the layer for a reason in its own words.",
    "much_memory": "The weights take more memory than most machines have.",
    # training
    "unknown_dataset": "There is no data set of that name.",
    "unknown_field": "The data set has no field of that name.",
    "unbound": "No field feeds an Input, or judges an output.",
    "spare_binding": "More fields are chosen than the network has inputs or outputs.",
    "input_shape": "An Input expects another shape than its field has.",
    "input_dtype": "An Input expects another dtype than its field has.",
    "too_few_tokens": "An Embedding knows fewer tokens than the text has.",
    "output_rank": "An output gives several rows for a sample where one is compared.",
    "output_units": "An output gives another number of values than the target or its classes need.",
    "output_shape": "An output has another shape than what it is compared with.",
    "output_activation": "The last activation does not suit the loss.",
    "loss_mismatch": "The loss cannot judge the field it is compared with.",
    "metric_mismatch": "A metric cannot compare an output with its field.",
    "unknown_optimizer": "The installed Keras has no optimizer of that name.",
    "unknown_loss": "The installed Keras has no loss of that name.",
    "unknown_metric": "The installed Keras has no metric of that name.",
}
