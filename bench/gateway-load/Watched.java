import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What another JVM on this machine uses: asked over its management beans, and of Linux. */
final class Watched implements AutoCloseable {
    private final long pid;
    private final JMXConnector connector;
    private final MBeanServerConnection beans;

    Watched(long pid) throws Exception {
        this.pid = pid;
        VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
        String url = machine.startLocalManagementAgent();
        machine.detach();
        connector = JMXConnectorFactory.connect(new JMXServiceURL(url));
        beans = connector.getMBeanServerConnection();
    }

    /**
     * @param cpuNanos processor time since the start
     * @param allocatedBytes on the heap since the start
     */
    record Use(long cpuNanos, long allocatedBytes) {
        Use since(Use before) {
            return new Use(cpuNanos - before.cpuNanos, allocatedBytes - before.allocatedBytes);
        }
    }

    Use use() throws Exception {
        return new Use(number("java.lang:type=OperatingSystem", "ProcessCpuTime"),
                number("java.lang:type=Threading", "TotalThreadAllocatedBytes"));
    }

    /** The old generation as the last full collection left it, after one that is made now. */
    long liveBytes() throws Exception {
        ManagementFactory.newPlatformMXBeanProxy(beans, ManagementFactory.MEMORY_MXBEAN_NAME,
                java.lang.management.MemoryMXBean.class).gc();
        long live = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getPlatformMXBeans(beans, MemoryPoolMXBean.class)) {
            live += pool.getCollectionUsage() == null ? 0 : pool.getCollectionUsage().getUsed();
        }
        return live;
    }

    /** Its share of the machine's memory. */
    long pssBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            if (line.startsWith("Pss:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IOException("no Pss of process " + pid);
    }

    /** Processor time of a process that is none of ours to ask. */
    static long cpuNanos(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10_000_000L;
    }

    private long number(String bean, String attribute) throws Exception {
        return (Long) beans.getAttribute(new ObjectName(bean), attribute);
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
