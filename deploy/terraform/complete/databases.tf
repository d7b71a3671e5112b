# Small, in one zone each. MongoDB is not made here: Amazon has none. docs/eks-in-an-hour.md says where it comes from.

resource "aws_security_group" "databases" {
  name        = "${var.name}-databases"
  description = "MySQL and Redis of ${var.name}"
  vpc_id      = aws_vpc.this.id
}

resource "aws_vpc_security_group_ingress_rule" "databases" {
  for_each = { mysql = 3306, redis = 6379 }

  security_group_id            = aws_security_group.databases.id
  referenced_security_group_id = aws_eks_cluster.this.vpc_config[0].cluster_security_group_id
  description                  = "Pods to ${each.key}"
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
}

resource "random_password" "database" {
  for_each = toset(["mysql", "redis", "service-key"])

  length  = 48
  special = false
}

resource "aws_db_subnet_group" "this" {
  name       = var.name
  subnet_ids = aws_subnet.private[*].id
}

resource "aws_db_instance" "mysql" {
  identifier             = "${var.name}-mysql"
  engine                 = "mysql"
  engine_version         = "8.4"
  instance_class         = var.mysql_type
  allocated_storage      = 20
  storage_type           = "gp3"
  storage_encrypted      = true
  db_name                = "erp"
  username               = "erp"
  password               = random_password.database["mysql"].result
  db_subnet_group_name   = aws_db_subnet_group.this.name
  vpc_security_group_ids = [aws_security_group.databases.id]

  backup_retention_period = 1
  # A first try ends without a trace.
  skip_final_snapshot = true
}

resource "aws_elasticache_subnet_group" "this" {
  name       = var.name
  subnet_ids = aws_subnet.private[*].id
}

# Amazon's own evict keys; inboxes and notifications are none that may go.
resource "aws_elasticache_parameter_group" "this" {
  name   = var.name
  family = "redis7"

  parameter {
    name  = "maxmemory-policy"
    value = "noeviction"
  }
}

resource "aws_elasticache_replication_group" "redis" {
  replication_group_id       = "${var.name}-redis"
  description                = "Inboxes and notifications of ${var.name}"
  engine                     = "redis"
  engine_version             = "7.1"
  node_type                  = var.redis_type
  num_cache_clusters         = 1
  parameter_group_name       = aws_elasticache_parameter_group.this.name
  subnet_group_name          = aws_elasticache_subnet_group.this.name
  security_group_ids         = [aws_security_group.databases.id]
  at_rest_encryption_enabled = true
  transit_encryption_enabled = true
  auth_token                 = random_password.database["redis"].result
}
