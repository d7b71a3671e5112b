# For browsers, where it is asked for: TLS ends here, and what is in it goes on as the same TCP connection. A listener knows ports and no
# paths, so it is for one service.

resource "aws_vpc_security_group_ingress_rule" "browsers" {
  for_each = var.public_listener == null ? toset([]) : toset(var.public_listener.cidrs)

  security_group_id = aws_security_group.nlb.id
  description       = "Browsers"
  cidr_ipv4         = each.value
  ip_protocol       = "tcp"
  from_port         = var.public_listener.port
  to_port           = var.public_listener.port

  tags = var.tags
}

resource "aws_lb_listener" "browsers" {
  count = var.public_listener == null ? 0 : 1

  load_balancer_arn = aws_lb.nlb.arn
  port              = var.public_listener.port
  protocol          = "TLS"
  certificate_arn   = var.public_listener.certificate_arn
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.service[var.public_listener.service].arn
  }

  tags = var.tags
}
