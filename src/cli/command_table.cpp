// SPDX-License-Identifier: BSL-1.0
// Every command, one row. Adding a command is adding a row and its handler.
#include <algorithm>

#include "cli/command.hpp"

namespace adage::cli {
namespace {

const Option nesting{.name = "--max-nesting",
                     .value = "N",
                     .help = "brackets, calls, signs and powers that may be open at one time (10000)",
                     .most = 1'000'000'000};
const Option at{.name = "--at",
                .value = "NAME=VALUE",
                .help = "the value of a variable; a number, inf, nan, or such as pi/2",
                .repeated = true};
const Option assume{
    .name = "--assume", .value = "COND", .help = "what holds of the variables: 'x > 0 and x < 1'", .repeated = true};
const Option text_or_json{
    .name = "--format", .value = "FORM", .help = "how to print the result", .choices = "text json"};
const Option strict{.name = "--strict", .help = "exit with status 1 also when a check is undecided"};
const Option output_file{.name = "--output",
                         .value = "FILE",
                         .help = "write a picture: .svg, .png, .pdf, or .gp for gnuplot",
                         .brief = "-o"};

const Option box_range{
    .name = "--range", .value = "NAME=A:B", .help = "several variables: where one lies (-1:1)", .repeated = true};
const Option no_timing{.name = "--no-timing", .help = "nothing that is measured here: the same output every time"};
const Option card_seconds{
    .name = "--seconds", .value = "N", .help = "time for one card; what is undecided by then says so (2)"};

constexpr std::string_view formula_details =
    "EXPR may be several statements separated by `;`, the last of them the expression: 'a = 2; a*x'.";

const std::vector<Command> table = {
    {.name = "eval",
     .operand = "EXPR",
     .summary = "the value of a formula, and its gradient",
     .details = formula_details,
     .takes = Takes::formula,
     .options = {at,
                 {.name = "--grad", .help = "also the derivative for each variable that has a value"},
                 text_or_json,
                 nesting},
     .examples = {{"eval 'x*sigmoid(x)' --at x=1", "one value"},
                  {"eval 'x^2*y' --at x=3 --at y=1/2 --grad", "with the gradient"},
                  {"eval 'tanh(x)' --at x=20 --grad --format json", "for programs"}},
     .run = run_eval},
    {.name = "diff",
     .operand = "EXPR",
     .summary = "the derivative of a formula, simplified",
     .details =
         "Without --wrt, for each variable of the formula; of several derivatives each has its line. With --reuse, the "
         "derivative uses the value of the formula under that name, keeps as little else as it can, and says what. "
         "EXPR may be several statements separated by `;`, the last of them the expression.",
     .takes = Takes::formula,
     .options = {{.name = "--wrt", .value = "NAME", .help = "the variable to differentiate by", .repeated = true},
                 {.name = "--order", .value = "N", .help = "how many times (1)", .most = 100},
                 {.name = "--reuse", .value = "NAME", .help = "a name for the value of the formula, to be used again"},
                 {.name = "--format",
                  .value = "FORM",
                  .help = "how to print the result",
                  .choices = "infix latex mathml json dot"},
                 assume,
                 nesting},
     .examples = {{"diff 'x*sigmoid(x)'", "one variable"},
                  {"diff 'log(1 + exp(-y*w))' --wrt w", "one of several"},
                  {"diff 'exp(-x^2)' --order 2 --format latex", "for a paper"},
                  {"diff 'sigmoid(x)' --reuse y", "what a backward pass computes from y"}},
     .run = run_diff},
    {.name = "simplify",
     .operand = "EXPR",
     .summary = "the same formula, shorter",
     .details = formula_details,
     .takes = Takes::formula,
     .options = {{.name = "--aim",
                  .value = "AIM",
                  .help = "what the result is chosen for",
                  .choices = "balanced size speed accuracy"},
                 {.name = "--explain", .help = "the steps, each with its rule and what the formula is then"},
                 {.name = "--format",
                  .value = "FORM",
                  .help = "how to print the result",
                  .choices = "infix latex mathml json dot"},
                 assume,
                 nesting},
     .examples = {{"simplify '1/(1 + exp(-x))'", ""},
                  {"simplify 'cosh(x)^2 + sinh(x)^2' --explain", "how it comes about"},
                  {"simplify 'sqrt(x^2)' --assume 'x < 0'", "where x is negative"},
                  {"simplify '\\frac{x^2 \\cdot x}{x}'", "LaTeX is read too"}},
     .run = run_simplify},
    {.name = "check",
     .operand = "FILE…",
     .summary = "decide the claims of scripts: `check A == B`, `check A < B`",
     .details =
         "A claim is an equality or an inequality, which may have assumptions: `check A < B for x in [0, 1], y > 0`. "
         "It is proved, refuted with a point where it fails, or undecided. `-` is standard input.",
     .takes = Takes::files,
     .options = {{.name = "--claim",
                  .value = "CLAIM",
                  .help = "a claim given here: 'A <= B for x in [0, 1]'",
                  .repeated = true},
                 {.name = "--at-kinks", .help = "a difference at single points, such as kinks, refutes too"},
                 strict,
                 text_or_json,
                 nesting},
     .examples = {{"check claims.adage", "every claim of a file"},
                  {"check --claim 'sqrt(x^2) == x for x > 0'", "one claim"},
                  {"check claims.adage --strict --format json", "for programs"}},
     .run = run_check},
    {.name = "analyze",
     .operand = "EXPR",
     .summary = "the card of a function: range, shape, slopes, moments, cost",
     .details =
         "Every figure is enclosed between certain bounds and shown to as many digits as are certain; what cannot be "
         "certified says so. EXPR may be the bare name of a function that is defined or in the catalogue: `gelu`. Of "
         "several variables the range and the slopes over a box are told.",
     .takes = Takes::formula,
     .options = {{.name = "--at",
                  .value = "NAME=VALUE",
                  .help = "the value of a parameter; a number, or such as pi/2",
                  .repeated = true},
                 {.name = "--of",
                  .value = "NAME",
                  .help = "the variable, where it is not the only one without a value"},
                 {.name = "--epsilon", .value = "NUMBER", .help = "a slope of less is saturation (0.001)"},
                 box_range,
                 card_seconds,
                 no_timing,
                 {.name = "--format", .value = "FORM", .help = "how to print the card", .choices = "text json html"},
                 nesting},
     .examples = {{"analyze gelu", "an activation of the catalogue"},
                  {"analyze 'x*tanh(softplus(x))'", "any formula"},
                  {"analyze elu --at alpha=1/2 --format json", "with a parameter, for programs"},
                  {"analyze 'a*sigmoid(b)' --range a=-2:2", "several variables over a box"}},
     .run = run_analyze},
    {.name = "compare",
     .operand = "EXPR…",
     .summary = "the cards of several functions side by side",
     .details = "The other formats have every column; a terminal shows those that fit it.",
     .takes = Takes::formulas,
     .options = {{.name = "--catalog", .help = "all activations of the catalogue that have one variable"},
                 {.name = "--by",
                  .value = "FIGURE",
                  .help = "sort by a figure such as lipschitz, mean or variance_gain"},
                 {.name = "--at",
                  .value = "NAME=VALUE",
                  .help = "the value of a parameter; a number, or such as pi/2",
                  .repeated = true},
                 {.name = "--epsilon", .value = "NUMBER", .help = "a slope of less is saturation (0.001)"},
                 card_seconds,
                 no_timing,
                 {.name = "--format",
                  .value = "FORM",
                  .help = "how to print the table",
                  .choices = "text markdown csv json html"},
                 nesting},
     .examples = {{"compare relu sigmoid gelu 'x*tanh(softplus(x))'", ""},
                  {"compare --catalog --by lipschitz", "all known activations, sorted"},
                  {"compare relu elu selu --format csv >cards.csv", "for a spreadsheet"}},
     .run = run_compare},
    {.name = "plot",
     .operand = "EXPR…",
     .summary = "a picture of functions and their derivatives",
     .details =
         "Each EXPR is a function of one variable: a formula, or a name such as gelu or gelu'. Without --output it is "
         "drawn in the terminal. Enclosures decide what is joined: no jump is bridged and no spike missed. A closed "
         "dot is a value, an open one a limit that is not reached; of one function the part where the slope is nearly "
         "zero is shaded.",
     .takes = Takes::formulas,
     .options = {{.name = "--derivative", .value = "N", .help = "also the first N derivatives (0)", .most = 2},
                 {.name = "--range", .value = "A:B", .help = "the part of the axis that is shown (-6:6)"},
                 {.name = "--vertical", .value = "A:B", .help = "the values that are shown (as far as they reach)"},
                 {.name = "--at",
                  .value = "NAME=VALUE",
                  .help = "the value of a parameter; a number, or such as pi/2",
                  .repeated = true},
                 {.name = "--epsilon", .value = "NUMBER", .help = "a slope of less is shaded (0.001)"},
                 {.name = "--size", .value = "WxH", .help = "of a picture in a file, in pixels (960x600)"},
                 output_file,
                 nesting},
     .examples = {{"plot gelu --derivative 2", "in the terminal"},
                  {"plot relu silu mish --range=-4:4 -o three.svg", "several, in a file"},
                  {"plot 'exp(-1/x^2)*sin(1/x)' --range=-1:1 -o wild.pdf", "any formula"}},
     .run = run_plot},
    {.name = "atlas",
     .operand = "",
     .summary = "a web site of all activations: formulas, plots, cards",
     .details =
         "A folder of pages that need no server and load nothing from elsewhere. A folder that holds an atlas is "
         "replaced, any other is left alone. gnuplot and Graphviz draw the pictures.",
     .takes = Takes::nothing,
     .options = {{.name = "--output", .value = "FOLDER", .help = "where to write it (atlas)", .brief = "-o"},
                 {.name = "--file",
                  .value = "FILE",
                  .help = "a script whose definitions join the catalogue's",
                  .repeated = true},
                 {.name = "--only-files", .help = "leave the catalogue out"},
                 {.name = "--threads", .value = "N", .help = "threads to work in (one a core)", .most = 1'000},
                 no_timing},
     .examples = {{"atlas -o atlas/", ""}, {"atlas --file mine.adage --only-files -o mine/", "your own functions"}},
     .run = run_atlas},
    {.name = "accuracy",
     .operand = "EXPR",
     .summary = "the rounding errors of a formula, measured",
     .details =
         "Runs the formula as it was typed at numbers of every size, compares with the true values, and does the same "
         "for the form that adage would choose, as it is written and as adage runs it. Errors are in units of the last "
         "place (ulp); a mean error of n bits says "
         "how many of a number's bits are wrong on average over the sample, which is spread evenly over all binades of "
         "every variable. Ctrl-C ends with what was found so far.",
     .takes = Takes::formula,
     .options = {{.name = "--precision", .value = "TYPE", .help = "the type to compute in", .choices = "double float"},
                 {.name = "--exhaustive", .help = "every finite float, for one variable; takes long"},
                 {.name = "--points", .value = "N", .help = "size of the sample (65536)", .most = 1'000'000'000},
                 {.name = "--range",
                  .value = "NAME=A:B",
                  .help = "where a variable lies; an end may be left out, or be such as pi/2",
                  .repeated = true},
                 {.name = "--seed", .value = "N", .help = "another sample (1)", .most = 1'000'000'000},
                 text_or_json,
                 nesting},
     .examples = {{"accuracy 'exp(x) - 1'", "where digits are lost"},
                  {"accuracy 'sqrt(x + 1) - sqrt(x)' --range x=0:", "positive numbers only"},
                  {"accuracy 'log(1 + x)' --precision float --format json", "for programs"}},
     .run = run_accuracy},
    {.name = "check-data",
     .operand = "EXPR",
     .summary = "compare arrays that a program wrote with the true values",
     .details =
         "The arrays are NumPy files, or columns of comma-separated values with a header, FILE.csv:COLUMN; a whole "
         "FILE.csv as input gives each variable the column of its name. All have one shape. Errors are in units of "
         "the last place of the result's type. Functions of the catalogue are known.",
     .takes = Takes::formula,
     .options = {{.name = "--input",
                  .value = "NAME=FILE",
                  .help = "the values of a variable; also --input-NAME FILE",
                  .repeated = true,
                  .named = true},
                 {.name = "--value", .value = "FILE", .help = "results for the formula itself"},
                 {.name = "--grad",
                  .value = "NAME=FILE",
                  .help = "results for the derivative by a variable; also --grad-NAME FILE",
                  .repeated = true,
                  .named = true},
                 {.name = "--upstream", .value = "FILE", .help = "what each derivative is multiplied by"},
                 {.name = "--max-ulp", .value = "N", .help = "the largest error that is fine (4)"},
                 {.name = "--dtype",
                  .value = "TYPE",
                  .help = "the type of the results, for files of a wider one, for CSV, and for bfloat16 in uint16",
                  .choices = "auto float16 bfloat16 float32 float64"},
                 {.name = "--strict", .help = "exit with status 1 also when a number is undecided"},
                 text_or_json,
                 nesting},
     .examples = {{"check-data 'x*sigmoid(x)' --input x=in.npy --grad-x dx.npy", ""},
                  {"check-data 'gelu(x)' --input-x in.npy --value y.npy", "forward"},
                  {"check-data 'x^2' --input data.csv --grad-x data.csv:dx", "CSV"}},
     .run = run_check_data},
    {.name = "map",
     .operand = "SCRIPT",
     .summary = "compute what a script names for every row of arrays in files",
     .details =
         "The arrays are NumPy files, or columns of comma-separated values with a header; a whole FILE.csv as input "
         "gives each variable the column of its name. Files may be larger than memory. All arrays have one shape, and "
         "so have the results. --output FILE.npy without a NAME writes the last statement; outputs to one FILE.csv are "
         "its columns, and without a NAME all that the script defines are. Files are whole or not there: Ctrl-C and "
         "faults leave none.",
     .takes = Takes::formula,
     .options = {{.name = "--input",
                  .value = "NAME=FILE",
                  .help = "the values of a variable; also --input-NAME FILE, or FILE.csv:COLUMN",
                  .repeated = true,
                  .named = true},
                 {.name = "--output",
                  .value = "NAME=FILE",
                  .help = "where to write a name of the script; also --output-NAME FILE",
                  .repeated = true,
                  .named = true},
                 {.name = "--at",
                  .value = "NAME=VALUE",
                  .help = "one value for all rows; a number, or such as pi/2",
                  .repeated = true},
                 {.name = "--dtype",
                  .value = "TYPE",
                  .help = "what to compute in and to write; auto: float32 where no input is wider. CSV is float64",
                  .choices = "auto float32 float64"},
                 {.name = "--bfloat16", .help = "input files of uint16 hold bfloat16"},
                 {.name = "--threads", .value = "N", .help = "threads to work in (one a core)", .most = 1'000},
                 {.name = "--force", .help = "replace files that exist"},
                 nesting},
     .examples = {{"map 'dy = diff(gelu(x), x)' --input-x x.npy --output-dy dy.npy", ""},
                  {"map 'log(1 + exp(-y*w))' --input data.csv --at w=2 --output loss.npy", ""},
                  {"map 'y = x^2; dy = diff(y, x)' --input-x x.npy --output y.csv", ""}},
     .run = run_map},
    {.name = "run",
     .operand = "FILE",
     .summary = "run a script: definitions, expressions, checks",
     .details = "Each expression prints its simplified form, or with --at its value; each check its verdict. A faulty "
                "statement is reported and the rest goes on. `-` is standard input.",
     .takes = Takes::files,
     .options = {at, strict, nesting},
     .examples = {{"run script.adage", ""}, {"run - --at x=1 <script.adage", "values instead of formulas"}},
     .run = run_script},
    {.name = "show",
     .operand = "EXPR",
     .summary = "what the engine makes of a formula: tree, tape, picture",
     .details =
         "With -o FILE.svg, .png or .pdf the graph is drawn by Graphviz, .dot is its description, and with --at the "
         "picture is one of reverse mode at work: the value of every node, its adjoint, and the backward sweep. EXPR "
         "may be the bare name of a function, or several statements separated by `;`, the last of them the expression.",
     .takes = Takes::formula,
     .options = {{.name = "--as",
                  .value = "FORM",
                  .help = "a tree, the nodes of the graph, the program that is run, the code that LLVM compiles for "
                          "columns of doubles and what it becomes, Graphviz, or MathML",
                  .choices = "tree graph tape llvm assembly dot mathml"},
                 {.name = "--at",
                  .value = "NAME=VALUE",
                  .help = "graph and dot: values and adjoints at a point; a number, or such as pi/2",
                  .repeated = true},
                 {.name = "--output",
                  .value = "FILE",
                  .help = "write a file; the graph as a picture: .svg .png .pdf .dot",
                  .brief = "-o"},
                 {.name = "--simplify", .help = "simplify first"},
                 nesting},
     .examples = {{"show 'x*sigmoid(x)'", ""},
                  {"show 'x*sigmoid(x)' --at x=1", "values and adjoints"},
                  {"show 'x*tanh(softplus(x))' --at x=1 -o dag.svg", "as a picture"}},
     .run = run_show},
    {.name = "functions",
     .operand = "[NAME]",
     .summary = "the functions of the language, with derivatives and domains",
     .details = "",
     .takes = Takes::name,
     .options = {text_or_json},
     .examples = {{"functions", "all"}, {"functions softplus", "one in full"}},
     .run = run_functions},
    {.name = "rules",
     .operand = "",
     .summary = "the identities that adage applies, with their conditions",
     .details = "A rule replaces its left side by its right side, or with <-> either by the other; names that are no "
                "functions stand for anything.",
     .takes = Takes::nothing,
     .options = {{.name = "--family",
                  .value = "NAME",
                  .help = "only the rules of one branch of mathematics",
                  .choices = "all arithmetic power exponential logarithm logistic trigonometric hyperbolic error gamma "
                             "piecewise comparison truth"},
                 {.name = "--stage",
                  .value = "NAME",
                  .help = "only the rules that are applied at one stage",
                  .choices = "all local simplify lowering saturation"},
                 text_or_json},
     .examples = {{"rules --family logistic", ""}, {"rules --stage lowering", ""}},
     .run = run_rules},
    {.name = "catalog",
     .operand = "",
     .summary = "derive and check the gradient of every known activation",
     .details = "Prints the formula, the derived gradient, the verdict on the published closed form, and the time. A "
                "terminal gets rows that fit it; what is piped is whole.",
     .takes = Takes::nothing,
     .options = {strict, text_or_json},
     .examples = {{"catalog", ""}, {"catalog | grep silu", ""}},
     .run = run_catalog},
};

}  // namespace

std::span<const Command> commands() { return table; }

const Command* find_command(std::string_view name) {
  const auto found = std::ranges::find(table, name, &Command::name);
  return found == table.end() ? nullptr : &*found;
}

}  // namespace adage::cli
