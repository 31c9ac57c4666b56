/** Fills the control plane's database, starts the scheduler anew, calls its REST, and lets pipelines be due. Run by bench/control. */
public final class Control {
    private Control() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "ready" -> Ready.run();
            case "seed" -> Seed.first();
            case "more" -> Seed.more(Integer.parseInt(arguments[1]));
            case "live" -> new LiveCounts().run();
            case "rest" -> new Mixed(Integer.parseInt(arguments[1])).run(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
            case "page" -> new Page().run();
            case "due" -> DueAtOnce.run();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.out.println("scheduler: " + Usage.memory());
        System.exit(0);
    }
}
