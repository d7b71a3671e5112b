# terraform output -json > target-groups.json, then ./erp publish --target-groups deploy/terraform/target-groups.json

output "target_group_arns" {
  description = "Target group of each service."
  value       = { for name, group in aws_lb_target_group.service : name => group.arn }
}

output "nlb_security_group_id" {
  description = "Who may reach the pods."
  value       = aws_security_group.nlb.id
}

output "nlb_dns_name" {
  description = "Where the API gateway sends to."
  value       = aws_lb.nlb.dns_name
}

output "vpc_cidrs" {
  description = "Addresses that the network policies let in."
  value       = local.vpc_cidrs
}

output "deregistration_delay" {
  description = "What preStop has to outlast."
  value       = var.deregistration_delay
}
