import com.palantir.javaformat.java.Main;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Hands every Java source of the tree to the formatter; exits 1, naming the files, if one is not formatted. */
final class FormatTree {

    public static void main(String[] mode) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--palantir"));
        arguments.addAll(List.of(mode));
        int options = arguments.size();
        try (Stream<Path> tree = Files.walk(Path.of("").toAbsolutePath())) {
            tree.filter(FormatTree::isSource).map(Path::toString).sorted().forEach(arguments::add);
        }
        PrintWriter out = new PrintWriter(System.out, true);
        PrintWriter err = new PrintWriter(System.err, true);
        int exit = new Main(out, err, System.in).format(arguments.toArray(String[]::new));
        if (exit != 0) {
            err.println(
                    "Not formatted: the files named above. Apply the format with: mvn -pl formatting -Papply validate");
        }
        System.out.println((arguments.size() - options) + " source files looked at");
        System.exit(exit);
    }

    private static boolean isSource(Path path) {
        String name = path.toString();
        return name.endsWith(".java") && !name.contains("/target/") && !name.contains("/.git/");
    }
}
