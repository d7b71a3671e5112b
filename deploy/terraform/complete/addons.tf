# What the manifests ask for. The load balancer's controller is no add-on of EKS: its role is made here, docs/eks-in-an-hour.md installs it.

locals {
  # Who may be what in the cluster (EKS Pod Identity).
  controllers = {
    ebs = {
      namespace = "kube-system", service_account = "ebs-csi-controller-sa"
    }
    load-balancer = {
      namespace = "kube-system", service_account = "aws-load-balancer-controller"
    }
  }
}

# Before the nodes: they are not ready without a network.
resource "aws_eks_addon" "network" {
  for_each = {
    vpc-cni    = jsonencode({ enableNetworkPolicy = "true" })
    kube-proxy = null
  }

  cluster_name         = aws_eks_cluster.this.name
  addon_name           = each.key
  configuration_values = each.value
}

resource "aws_eks_addon" "other" {
  for_each = toset(["coredns", "eks-pod-identity-agent", "aws-ebs-csi-driver", "metrics-server"])

  cluster_name = aws_eks_cluster.this.name
  addon_name   = each.value

  depends_on = [aws_eks_node_group.this, aws_eks_pod_identity_association.controller]
}

data "aws_iam_policy_document" "pod_trust" {
  statement {
    actions = ["sts:AssumeRole", "sts:TagSession"]

    principals {
      type        = "Service"
      identifiers = ["pods.eks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "controller" {
  for_each = local.controllers

  name               = "${var.name}-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.pod_trust.json
}

resource "aws_eks_pod_identity_association" "controller" {
  for_each = local.controllers

  cluster_name    = aws_eks_cluster.this.name
  namespace       = each.value.namespace
  service_account = each.value.service_account
  role_arn        = aws_iam_role.controller[each.key].arn
}

resource "aws_iam_role_policy_attachment" "ebs" {
  role       = aws_iam_role.controller["ebs"].name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"
}

# Registers pods with target groups that are there, and lets the load balancer's security group in to them: it makes no load balancer.
data "aws_iam_policy_document" "load_balancer" {
  statement {
    actions = [
      "ec2:DescribeAvailabilityZones",
      "ec2:DescribeInstances",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSubnets",
      "ec2:DescribeTags",
      "ec2:DescribeVpcs",
      "elasticloadbalancing:DescribeLoadBalancers",
      "elasticloadbalancing:DescribeTags",
      "elasticloadbalancing:DescribeTargetGroupAttributes",
      "elasticloadbalancing:DescribeTargetGroups",
      "elasticloadbalancing:DescribeTargetHealth",
    ]
    resources = ["*"]
  }

  statement {
    actions   = ["elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets"]
    resources = values(module.load_balancer.target_group_arns)
  }

  statement {
    actions   = ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/kubernetes.io/cluster/${var.name}"
      values   = ["owned"]
    }
  }
}

resource "aws_iam_role_policy" "load_balancer" {
  name   = "target-groups"
  role   = aws_iam_role.controller["load-balancer"].name
  policy = data.aws_iam_policy_document.load_balancer.json
}
