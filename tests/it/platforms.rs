//! One table of several platforms: their ids are apart.

use crate::environment::Environment;

#[test]
fn authors_of_one_id_on_two_platforms_are_two() {
    let environment = Environment::new();
    environment.write(
        "a.csv",
        "id,date,text,platform,channel,author_id\n1,2024-05-01,Port opens,vk,Harbour,77\n\
         1,2024-05-01,Fog,ok,Harbour,77\n2,2024-05-02,Tide,vk,Harbour,77\n",
    );
    environment.run(&["load", "a.csv"]).success();
    let sql = "SELECT c.platform, a.platform AS author_of, count(*) AS posts FROM posts JOIN channels AS c USING (channel_id)
        JOIN authors AS a USING (author_id) GROUP BY 1, 2 ORDER BY 1";
    let authors = environment.run(&["sql", sql, "-f", "csv"]);
    assert_eq!(authors.success(), "platform,author_of,posts\r\nok,ok,1\r\nvk,vk,2\r\n");
}
