/** A small template by hand: what CloudFormation would get, without a CDK run. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

type Resources = Record<string, { Type: string; Properties?: object; DependsOn?: string[] }>;

const role = (...statements: object[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {},
    ManagedPolicyArns: [
      {
        'Fn::Join': [
          '',
          ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
        ],
      },
    ],
    Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
  },
});
const may = (action: string | string[], resource: unknown) => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
});
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

export const fn = (handler: string, role_: string, more: object = {}, variables: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { S3Bucket: { 'Fn::Sub': 'assets-${AWS::AccountId}-${AWS::Region}' }, S3Key: 'code.zip' },
    Handler: `index.${handler}`,
    Role: arn(role_),
    Runtime: 'nodejs24.x',
    MemorySize: 256,
    Timeout: 10,
    Environment: { Variables: { TABLE: { Ref: 'Things' }, ...variables } },
    ...more,
  },
});

const integration = (name: string) => ({
  [`${name}Integration`]: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'Api' },
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: arn(name),
      PayloadFormatVersion: '2.0',
    },
  },
  [`${name}Permission`]: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: arn(name),
      Principal: 'apigateway.amazonaws.com',
    },
  },
});
const route = (key: string, name: string, more: object = {}) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: {
    ApiId: { Ref: 'Api' },
    RouteKey: key,
    Target: { 'Fn::Join': ['', ['integrations/', { Ref: `${name}Integration` }]] },
    ...more,
  },
});

export const resources = (): Resources => ({
  Things: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    },
  },
  Parked: { Type: 'AWS::SQS::Queue', Properties: {} },
  WriterRole: role(may(['dynamodb:PutItem', 'dynamodb:DeleteItem'], arn('Things'))),
  ReaderRole: role(may('dynamodb:GetItem', arn('Things'))),
  CopierRole: role(
    may('dynamodb:PutItem', arn('Things')),
    may(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], {
      'Fn::GetAtt': ['Things', 'StreamArn'],
    }),
    may('dynamodb:ListStreams', '*'),
    may('sqs:SendMessage', arn('Parked')),
  ),
  Put: fn('put', 'WriterRole'),
  Echo: fn('echo', 'ReaderRole'),
  Reader: fn('act', 'ReaderRole', { Timeout: 1 }),
  Writer: fn('act', 'WriterRole', {}, { ATTEMPTS: '1' }),
  Copier: fn('copy', 'CopierRole'),
  Guard: fn('authorize', 'ReaderRole'),
  CopyThings: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: { 'Fn::GetAtt': ['Things', 'StreamArn'] },
      FunctionName: { Ref: 'Copier' },
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 2,
      BisectBatchOnFunctionError: true,
      DestinationConfig: { OnFailure: { Destination: arn('Parked') } },
      FilterCriteria: {
        Filters: [
          {
            Pattern: JSON.stringify({
              dynamodb: { Keys: { pk: { S: [{ 'anything-but': { prefix: 'copy:' } }] } } },
            }),
          },
        ],
      },
    },
  },
  Api: {
    Type: 'AWS::ApiGatewayV2::Api',
    Properties: {
      Name: 'test',
      ProtocolType: 'HTTP',
      CorsConfiguration: { AllowOrigins: ['https://shop.example'], AllowMethods: ['GET'], MaxAge: 60 },
    },
  },
  Stage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: {
      ApiId: { Ref: 'Api' },
      StageName: '$default',
      AutoDeploy: true,
      AccessLogSettings: {
        DestinationArn: 'arn:log',
        Format: '$context.httpMethod $context.routeKey $context.status',
      },
    },
  },
  ...integration('Put'),
  ...integration('Echo'),
  ...integration('Reader'),
  PutRoute: route('PUT /things/{id}', 'Put'),
  EchoRoute: route('GET /echo/{proxy+}', 'Echo'),
  EchoPost: route('POST /echo', 'Echo'),
  FixedRoute: route('GET /echo/fixed', 'Echo'),
  ParameterRoute: route('GET /echo/{id}', 'Echo'),
  AnyRoute: route('ANY /any', 'Echo'),
  BrokenRoute: route('GET /broken', 'Reader'),
  GuardedRoute: route('GET /guarded', 'Echo', {
    AuthorizationType: 'CUSTOM',
    AuthorizerId: { Ref: 'Authorizer' },
  }),
  Authorizer: {
    Type: 'AWS::ApiGatewayV2::Authorizer',
    Properties: {
      ApiId: { Ref: 'Api' },
      Name: 'guard',
      AuthorizerType: 'REQUEST',
      AuthorizerPayloadFormatVersion: '2.0',
      EnableSimpleResponses: true,
      AuthorizerResultTtlInSeconds: 60,
      IdentitySource: ['$request.header.Authorization'],
      AuthorizerUri: {
        'Fn::Join': [
          '',
          [
            'arn:aws:apigateway:',
            { Ref: 'AWS::Region' },
            ':lambda:path/2015-03-31/functions/',
            arn('Guard'),
            '/invocations',
          ],
        ],
      },
    },
  },
  GuardPermission: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: arn('Guard'),
      Principal: 'apigateway.amazonaws.com',
    },
  },
});

export const scratch = (): string => mkdtempSync(join(tmpdir(), 'local-cloud-'));

/** Writes an assembly as `cdk synth` does: a manifest, a template and one bundled asset. */
export const assemble = async (directory: string, of: Resources = resources()): Promise<string> => {
  const out = join(directory, 'cdk.out');
  mkdirSync(join(out, 'asset.code'), { recursive: true });
  await build({
    entryPoints: [new URL('handlers.ts', import.meta.url).pathname],
    outfile: join(out, 'asset.code/index.mjs'),
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    banner: { js: "import{createRequire}from'module';const require=createRequire(import.meta.url);" },
  });
  const write = (file: string, content: unknown) => {
    writeFileSync(join(out, file), JSON.stringify(content));
  };
  write('App.template.json', {
    Resources: of,
    Outputs: {
      Url: { Value: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] } },
      Table: { Value: { Ref: 'Things' } },
    },
    Parameters: {
      BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/x/version' },
    },
  });
  write('App.assets.json', {
    files: { code: { source: { path: 'asset.code' }, destinations: { here: { objectKey: 'code.zip' } } } },
  });
  write('manifest.json', {
    artifacts: {
      'App.assets': { type: 'cdk:asset-manifest', properties: { file: 'App.assets.json' } },
      App: {
        type: 'aws:cloudformation:stack',
        dependencies: ['App.assets'],
        properties: { templateFile: 'App.template.json' },
      },
    },
  });
  return out;
};
