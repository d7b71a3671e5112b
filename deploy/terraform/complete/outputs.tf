# terraform output -json > ../target-groups.json, then ./erp publish --target-groups deploy/terraform/target-groups.json

output "target_group_arns" {
  description = "Target group of each service."
  value       = module.load_balancer.target_group_arns
}

output "nlb_security_group_id" {
  description = "Who may reach the pods."
  value       = module.load_balancer.nlb_security_group_id
}

output "nlb_dns_name" {
  description = "Where the API gateway sends to."
  value       = module.load_balancer.nlb_dns_name
}

output "vpc_cidrs" {
  description = "Addresses that the network policies let in."
  value       = module.load_balancer.vpc_cidrs
}

output "deregistration_delay" {
  description = "What preStop has to outlast."
  value       = module.load_balancer.deregistration_delay
}

output "vpc_id" {
  description = "For the load balancer's controller, which cannot ask the node."
  value       = aws_vpc.this.id
}

output "user_pool_id" {
  description = "Where people get accounts."
  value       = aws_cognito_user_pool.this.id
}

output "user_pool_client_id" {
  description = "The app client that tokens are made for."
  value       = aws_cognito_user_pool_client.this.id
}

output "settings" {
  description = "What erp publish and erp deploy are told, after --."
  value = join(" ", concat([
    "--Eks:Registry=${split("/", values(aws_ecr_repository.image)[0].repository_url)[0]}",
    "--Eks:MySql:Host=${aws_db_instance.mysql.address}",
    "--Eks:Redis:Host=${aws_elasticache_replication_group.redis.primary_endpoint_address}",
    "--Eks:Auth:Authority=https://cognito-idp.${var.region}.amazonaws.com/${aws_cognito_user_pool.this.id}",
    "--Eks:Auth:Audience=${aws_cognito_user_pool_client.this.id}",
    "--Eks:SecretsManager:RoleArn=${aws_iam_role.secrets.arn}",
    "--Eks:Namespace=${var.namespace}",
  ], var.web == null ? [] : ["--Eks:Web:PublicUrl=https://${var.web.host}"]))
}

output "secret_env" {
  description = "manifests/erp-secret.env but for MONGODB_URI."
  sensitive   = true
  value       = <<-END
    AUTH_SERVICE_KEY=${random_password.database["service-key"].result}
    MYSQL_PASSWORD=${random_password.database["mysql"].result}
    MYSQL_USERNAME=${aws_db_instance.mysql.username}
    REDIS_PASSWORD=${random_password.database["redis"].result}
  END
}
