using MCFuser.Core.Diagnostics;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;

namespace MCFuser.Core.Chains;

/// <summary>Checks what later stages take for granted about an operator chain.</summary>
public static class ChainVerifier
{
    /// <exception cref="InternalErrorException">The chain breaks a promise.</exception>
    public static void Verify(OperatorChain chain) => new Check(chain).Run();

    private sealed class Check(OperatorChain chain)
    {
        private readonly Dictionary<string, Tensor> _inputs = [];
        private readonly Dictionary<string, Tensor> _earlier = [];

        public void Run()
        {
            Require(chain.Axes.Select(a => a.Name).Distinct().Count() == chain.Axes.Count, "an axis is listed twice");
            Require(chain.Axes.Count(a => a.Role == AxisRole.Outer) <= 1, "there is more than one written outer axis");
            foreach (var input in chain.Inputs)
            {
                foreach (var axis in input.Axes) KnownAxis(axis, input.Name);
                Require(_inputs.TryAdd(input.Name, input), $"input {input.Name} is listed twice");
            }

            Require(chain.Steps.Count > 0, "there are no steps");
            foreach (var step in chain.Steps) Verify(step);
            Require(chain.Outputs.Count > 0, "there are no outputs");
            foreach (var output in chain.Outputs) Require(_earlier.ContainsKey(output), $"output {output} is no step");
        }

        private void Verify(ChainStep step)
        {
            var name = step.Target.Name;
            Require(step.Target.Axes.Distinct().Count() == step.Target.Axes.Count, $"{name} names an axis twice");
            foreach (var axis in step.Loops)
            {
                var isLoop = chain.Axes.Any(a => a.Name == axis && a.Role != AxisRole.Dimension);
                Require(isLoop, $"{name} loops over {axis}, which is no loop of the chain");
            }

            foreach (var operand in step.Operands) Verify(operand, step);
            if (step is Contraction contraction)
            {
                Require(contraction.Reduced.Count > 0, $"{name} reduces no axis");
                Require(contraction.Operands.Count >= 2, $"{name} has fewer than two factors");
                Require(contraction.Operands.All(o => o.TensorsRead().Any()), $"{name} has a factor that reads no tensor");
            }

            if (step is SoftmaxStep softmax) Require(step.Target.Axes.Contains(softmax.Axis), $"{name} lacks the axis of its softmax");
            else Require(!step.Reduced.Any(step.Target.Axes.Contains), $"{name} keeps an axis that it reduces");
            Require(!_inputs.ContainsKey(name) && _earlier.TryAdd(name, step.Target), $"{name} is defined twice");
        }

        private void Verify(Expression operand, ChainStep step)
        {
            var name = step.Target.Name;
            foreach (var axis in operand.FreeAxes())
                Require(step.Loops.Contains(axis), $"{name} names axis {axis}, over which it does not loop");
            foreach (var node in operand.SelfAndDescendants())
            {
                Require(node is not (Reduce or Softmax or Element), $"{name} holds {node.GetType().Name} {node}");
                if (node is AxisExtent(var axis)) KnownAxis(axis, name);
                if (node is TensorRead read) Verify(read, name);
            }
        }

        private void Verify(TensorRead read, string name)
        {
            foreach (var index in read.Indices.SelectMany(i => i.SelfAndDescendants()))
            {
                if (index is IndexExtent(var axis)) KnownAxis(axis, name);
                if (index is IndexRead(var table, var indices))
                {
                    var isElement = _inputs.TryGetValue(table, out var tensor) && tensor.Axes.Count == indices.Count;
                    Require(isElement, $"{name} reads {index}, which is no element of an input");
                }
            }

            if (_inputs.TryGetValue(read.Tensor, out var input))
                Require(input.Axes.Count == read.Indices.Count, $"{name} reads {read} with the wrong number of indices");
            else if (_earlier.TryGetValue(read.Tensor, out var earlier))
                Require(read.IsAtOwnAxes(earlier), $"{name} reads {read}, but a step is read at its own axes");
            else
                Require(false, $"{name} reads {read.Tensor}, which is neither an input nor an earlier step");
        }

        private void KnownAxis(string axis, string where) =>
            Require(chain.Axes.Any(a => a.Name == axis), $"{where} names axis {axis}, which the chain does not know");

        private void Require(bool holds, string problem)
        {
            if (!holds) throw new InternalErrorException("chain verifier", problem, ChainPrinter.Print(chain));
        }
    }
}
