# One NLB with a listener and a target group per service. Kubernetes registers the pods (TargetGroupBinding); nothing here knows them.

# Its addresses: who may reach the load balancer, and where it sends to.
data "aws_vpc" "cluster" {
  id = var.vpc_id
}

locals {
  # A service in the model has a target group without a line here.
  services = var.services != null ? var.services : {
    for name, service in jsondecode(file("${path.module}/../../manifests/inventory.json")).services :
    name => { port = service.port, short_name = service.short_name }
  }

  # A VPC may have more ranges than its first one: pods often get addresses of their own (100.64.0.0/16).
  vpc_cidrs = sort([for association in data.aws_vpc.cluster.cidr_block_associations : association.cidr_block])

  service_ranges = {
    for pair in setproduct(keys(local.services), local.vpc_cidrs) : "${pair[0]} ${pair[1]}" => {
      service = pair[0]
      cidr    = pair[1]
    }
  }
}

resource "aws_lb" "nlb" {
  name               = "${var.name}-nlb"
  internal           = var.public_listener == null
  load_balancer_type = "network"
  subnets            = var.subnet_ids
  security_groups    = [aws_security_group.nlb.id]

  enable_cross_zone_load_balancing = true

  # An API gateway's VPC link comes over PrivateLink, with addresses that no rule of the security group knows.
  enforce_security_group_inbound_rules_on_private_link_traffic = "off"

  tags = var.tags
}

resource "aws_security_group" "nlb" {
  name        = "${var.name}-nlb"
  description = "The load balancer of ${var.name}"
  vpc_id      = var.vpc_id

  tags = var.tags
}

resource "aws_vpc_security_group_ingress_rule" "clients" {
  for_each = local.service_ranges

  security_group_id = aws_security_group.nlb.id
  description       = "API gateway to ${each.value.service}"
  cidr_ipv4         = each.value.cidr
  ip_protocol       = "tcp"
  from_port         = local.services[each.value.service].port
  to_port           = local.services[each.value.service].port

  tags = var.tags
}

resource "aws_vpc_security_group_egress_rule" "pods" {
  for_each = local.service_ranges

  security_group_id = aws_security_group.nlb.id
  description       = "Pods of ${each.value.service}"
  cidr_ipv4         = each.value.cidr
  ip_protocol       = "tcp"
  from_port         = local.services[each.value.service].port
  to_port           = local.services[each.value.service].port

  tags = var.tags
}

resource "aws_lb_target_group" "service" {
  for_each = local.services

  name                 = "${var.name}-${each.value.short_name}-nlb-tg"
  port                 = each.value.port
  protocol             = "TCP"
  target_type          = "ip"
  vpc_id               = var.vpc_id
  deregistration_delay = var.deregistration_delay

  # The pod's own readiness, so that the balancer and Kubernetes agree.
  health_check {
    protocol            = "HTTP"
    path                = "/health"
    port                = "traffic-port"
    interval            = 10
    healthy_threshold   = 2
    unhealthy_threshold = 2
  }

  tags = var.tags
}

resource "aws_lb_listener" "service" {
  for_each = local.services

  load_balancer_arn        = aws_lb.nlb.arn
  port                     = each.value.port
  protocol                 = "TCP"
  tcp_idle_timeout_seconds = var.idle_timeout

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.service[each.key].arn
  }

  tags = var.tags
}
