-- Days on which the company does not work, beside Saturdays and Sundays. A day is in it once.
CREATE TABLE IF NOT EXISTS holidays (
  day  DATE         NOT NULL PRIMARY KEY,
  name VARCHAR(100) NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
