import java.util.ArrayList;
import java.util.List;
import javax.management.Attribute;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Prints what the MBeans of a running JVM say that match a pattern, as any monitoring would read it. */
public final class BeanReader {
    private BeanReader() {}

    public static void main(String[] arguments) throws Exception {
        JMXServiceURL address =
                new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + arguments[0] + "/jmxrmi");
        try (JMXConnector connector = JMXConnectorFactory.connect(address)) {
            MBeanServerConnection server = connector.getMBeanServerConnection();
            for (ObjectName bean : server.queryNames(new ObjectName(arguments[1]), null)) {
                System.out.println("bean=" + bean);
                List<String> names = new ArrayList<>();
                for (MBeanAttributeInfo attribute : server.getMBeanInfo(bean).getAttributes()) {
                    names.add(attribute.getName());
                }
                for (Attribute attribute : server.getAttributes(bean, names.toArray(new String[0])).asList()) {
                    System.out.println(attribute.getName() + "=" + attribute.getValue());
                }
            }
        }
    }
}
