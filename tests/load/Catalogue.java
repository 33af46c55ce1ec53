import java.sql.*;

/** What DBeaver, Power BI's gateway and Superset's peers ask through JDBC: each column of each view with its type and remarks, then a sum. */
public class Catalogue {
    public static void main(String[] given) throws SQLException {
        try (Connection connection = DriverManager.getConnection(given[0], given[1], given[2])) {
            connection.setReadOnly(true);
            DatabaseMetaData data = connection.getMetaData();
            for (String schema : new String[] {"mart", "报表"}) {
                try (ResultSet views = data.getTables(null, schema, "%", new String[] {"VIEW"})) {
                    while (views.next()) {
                        tell("view", schema, views.getString("TABLE_NAME"), views.getString("REMARKS"));
                    }
                }
                try (ResultSet columns = data.getColumns(null, schema, "%", "%")) {
                    while (columns.next()) {
                        tell("column", schema, columns.getString("TABLE_NAME"), columns.getString("COLUMN_NAME"), columns.getString("TYPE_NAME"),
                            columns.getString("REMARKS"));
                    }
                }
            }
            try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(given[3])) {
                while (rows.next()) {
                    tell("row", rows.getString(1), rows.getString(2), rows.getBigDecimal(3).toPlainString());
                }
            }
        }
    }

    private static void tell(String... words) {
        new java.io.PrintStream(System.out, true, java.nio.charset.StandardCharsets.UTF_8).println(String.join("\t", words).replace("\n", " "));
    }
}
