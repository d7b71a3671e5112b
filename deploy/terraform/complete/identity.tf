# Who signs the tokens of employees, and where production's secret values are.

resource "aws_cognito_user_pool" "this" {
  name = var.name

  admin_create_user_config {
    allow_admin_create_user_only = true
  }

  # The services read who calls, and as what, from these.
  schema {
    name                = "employeeId"
    attribute_data_type = "String"
    mutable             = true

    string_attribute_constraints {
      min_length = 1
      max_length = 19
    }
  }

  schema {
    name                = "role"
    attribute_data_type = "String"
    mutable             = true

    string_attribute_constraints {
      min_length = 2
      max_length = 7
    }
  }
}

resource "aws_cognito_user_pool_client" "this" {
  name         = var.name
  user_pool_id = aws_cognito_user_pool.this.id

  # The last one for an administrator on a command line.
  explicit_auth_flows = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"]

  # Nobody gives themselves another role.
  read_attributes  = ["email", "name", "custom:employeeId", "custom:role"]
  write_attributes = ["name"]

  # For the pages: the code flow, which PKCE protects, and back to where they are.
  allowed_oauth_flows_user_pool_client = var.web != null
  allowed_oauth_flows                  = var.web == null ? null : ["code"]
  allowed_oauth_scopes                 = var.web == null ? null : ["openid", "profile", "email"]
  supported_identity_providers         = var.web == null ? null : ["COGNITO"]
  callback_urls                        = var.web == null ? null : ["https://${var.web.host}/signin-oidc"]
  logout_urls                          = var.web == null ? null : ["https://${var.web.host}/signout-callback-oidc"]
}

data "aws_caller_identity" "this" {}

# Where people sign in. The name is one among all of Amazon's customers in the region.
resource "aws_cognito_user_pool_domain" "this" {
  count = var.web == null ? 0 : 1

  domain       = "${var.name}-${data.aws_caller_identity.this.account_id}"
  user_pool_id = aws_cognito_user_pool.this.id
}

resource "aws_secretsmanager_secret" "this" {
  name = "erp/prod"
  # The name is free again at once.
  recovery_window_in_days = 0
}

data "aws_iam_policy_document" "secrets" {
  statement {
    actions   = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
    resources = [aws_secretsmanager_secret.this.arn]
  }
}

# External Secrets takes the role with a token of its service account (IRSA), for which IAM has to know the cluster.
resource "aws_iam_openid_connect_provider" "cluster" {
  url            = aws_eks_cluster.this.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}

data "aws_iam_policy_document" "secrets_trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${trimprefix(aws_eks_cluster.this.identity[0].oidc[0].issuer, "https://")}:sub"
      values   = ["system:serviceaccount:${var.namespace}:erp-external-secrets"]
    }

    condition {
      test     = "StringEquals"
      variable = "${trimprefix(aws_eks_cluster.this.identity[0].oidc[0].issuer, "https://")}:aud"
      values   = ["sts.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "secrets" {
  name               = "${var.name}-external-secrets"
  assume_role_policy = data.aws_iam_policy_document.secrets_trust.json
}

resource "aws_iam_role_policy" "secrets" {
  name   = "secrets"
  role   = aws_iam_role.secrets.name
  policy = data.aws_iam_policy_document.secrets.json
}

# A repository for each image of the model.
resource "aws_ecr_repository" "image" {
  for_each = toset([
    for service in jsondecode(file("${path.module}/../../../manifests/inventory.json")).services : service.image
  ])

  name                 = each.value
  image_tag_mutability = "IMMUTABLE"
  force_delete         = true

  image_scanning_configuration {
    scan_on_push = true
  }
}
